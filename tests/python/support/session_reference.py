"""Any session cut into any intervals, by METHODOLOGY's rules and nothing of the models' SQL."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
NEW_YORK = "America/New_York"
EARLY_CLOSE = pd.Timedelta(hours=13)  # NYSE's, on the simulated markets' half days
LEAST_SHARE = Fraction(10, 13)


@dataclass(frozen=True)
class Cut:
    """A session, open and close after midnight in New York, and the minutes of an interval."""

    opens: pd.Timedelta
    closes: pd.Timedelta
    minutes: int

    def n_minutes(self, is_early: bool) -> int:
        """Minutes of a day's session."""
        closes = min(self.closes, EARLY_CLOSE) if is_early else self.closes
        return int((closes - self.opens) / pd.Timedelta(minutes=1))

    def n_intervals(self, is_early: bool) -> int:
        """Whole intervals of a day's session."""
        return self.n_minutes(is_early) // self.minutes


@dataclass(frozen=True)
class ContractDay:
    """One-minute bars of a contract's day: opens and closes by the end, minutes from the open."""

    opens: dict[int, float]
    closes: dict[int, float]

    def last(self, after: int, until: int) -> float:
        """The close of the last bar that ended in (after, until], NaN where there is none."""
        ends = [minute for minute in range(after + 1, until + 1) if minute in self.closes]
        return self.closes[ends[-1]] if ends else np.nan

    def returns(self, cut: Cut, is_early: bool) -> Floats:
        """Log returns of the session's intervals, NaN where either price is missing."""
        points = [
            self.last(point * cut.minutes - cut.minutes, point * cut.minutes)
            for point in range(cut.n_intervals(is_early) + 1)
        ]
        first = [minute for minute in range(1, cut.minutes + 1) if minute in self.opens]
        if np.isnan(points[0]) and first:
            points[0] = self.opens[first[0]]
        return np.diff(np.log(points))

    def closing_price(self, cut: Cut, is_early: bool) -> float:
        """The last price that ended in the last interval before the close."""
        n_minutes = cut.n_minutes(is_early)
        return self.last(n_minutes - cut.minutes, n_minutes)


def contract_days(
    root: Path, cut: Cut, instruments: tuple[str, ...]
) -> dict[tuple[str, str, str], ContractDay]:
    """(day, instrument, contract) -> its bars, from the canonical files of a simulated root."""
    bars = pd.concat(pd.read_parquet(path) for path in sorted((root / "bars").rglob("*.parquet")))
    bars = bars[bars["instrument"].isin(instruments)]
    local = bars["bar_start_utc"].dt.tz_localize("UTC").dt.tz_convert(NEW_YORK).dt.tz_localize(None)
    since_open = local - local.dt.normalize() - cut.opens
    bars = bars.assign(
        day=local.dt.strftime("%Y-%m-%d"),
        end=(since_open / pd.Timedelta(minutes=1)).astype(int) + bars["bar_minutes"],
    )
    return {
        (str(day), str(instrument), str(contract)): ContractDay(
            dict(zip(of["end"].tolist(), of["open"].tolist(), strict=True)),
            dict(zip(of["end"].tolist(), of["close"].tolist(), strict=True)),
        )
        for (day, instrument, contract), of in bars.groupby(["day", "instrument", "contract"])
    }


def correlation(a: Floats, b: Floats) -> float:
    """Pearson's correlation over the intervals that both have."""
    both = ~np.isnan(a) & ~np.isnan(b)
    return float(np.corrcoef(a[both], b[both])[0, 1])


def is_enough(n: int, n_intervals: int) -> bool:
    """Do so many of a session's intervals make a value?"""
    return Fraction(n, n_intervals) >= LEAST_SHARE
