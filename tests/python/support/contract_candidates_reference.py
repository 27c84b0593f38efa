"""What may be the contract of a day, in plain Python: bars sorted by their names, grid prices, volumes,
candidates.

From METHODOLOGY 2 and 2a alone; see `contract_reference.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from contract_name_reference import (
    DATED,
    NOT_THE_FRONT,
    SPREAD,
    UNREADABLE,
    Contract,
    is_plausible,
    parse_contract,
)

BAR_COLUMNS = (
    *("vendor", "symbol", "contract", "bar_start_utc", "bar_minutes"),
    *("open", "high", "low", "close", "volume"),
)
REASONS = {
    UNREADABLE: "unreadable_contract",
    SPREAD: "calendar_spread",
    NOT_THE_FRONT: "not_the_front",
}
IMPLAUSIBLE, COPY = "implausible_expiry", "copy"


@dataclass(frozen=True)
class Instrument:
    """A row of the seed. `expires_on`: first_day, third_friday or third_wednesday of the last trading
    month."""

    name: str
    expires_on: str
    roll_days_before_expiry: int
    contract_rule: str = "volume"  # or front
    max_months_to_expiry: int = 12


@dataclass(frozen=True)
class VendorSymbol:
    vendor: str
    symbol: str
    instrument: str
    return_sign: int = 1
    priority: int = 1


class Session(NamedTuple):
    trade_date: date
    open_utc: pd.Timestamp
    close_utc: pd.Timestamp
    is_early_close: bool


class Series(NamedTuple):
    """One contract of a vendor whatever its spelling, or one spelling of a continuous series under one
    symbol."""

    vendor: str
    contract: Contract
    symbol: str = ""  # of continuous series only: a contract of two symbols is one contract

    @property
    def is_dated(self) -> bool:
        return self.contract.kind == DATED

    @property
    def expiry(self) -> int:
        """CHOICE 3: earlier and later go by the last trading month; SR3H0 and GEM0 expire together."""
        return self.contract.last_trade_month or 0


@dataclass
class Candidate:
    """A series on a day, in the one bar length that serves it. `prices` are those of the grid, NaN where
    none."""

    series: Series
    bar_minutes: int
    prices: np.ndarray
    volume: float | None  # None where unknown
    serves: bool
    return_sign: int
    symbol_priority: int

    @property
    def n_grid_points(self) -> int:
        return int(np.isfinite(self.prices).sum())

    @property
    def returns(self) -> np.ndarray:
        return self.return_sign * np.diff(np.log(self.prices))


def sort_out(
    bars: pd.DataFrame, vendor_symbols: Iterable[VendorSymbol], instruments: Iterable[Instrument]
) -> tuple[dict[str, list[tuple[Series, Any]]], pd.DataFrame]:
    """Usable bars by instrument, each with its series, and the count of the others by name and reason."""
    symbols = {(v.vendor, v.symbol): v for v in vendor_symbols}
    facts = {i.name: i for i in instruments}
    usable: dict[str, list[tuple[Series, Any]]] = defaultdict(list)
    aside: dict[tuple[str, str, str | None, str], int] = defaultdict(int)
    seen: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for bar in bars[[*BAR_COLUMNS]].itertuples(index=False):
        instrument = facts[symbols[bar.vendor, bar.symbol].instrument]
        contract = parse_contract(bar.contract, bar.symbol, bar.bar_start_utc)
        reason = REASONS.get(contract.kind)
        if reason is None and not is_plausible(contract, bar.bar_start_utc, instrument.max_months_to_expiry):
            reason = IMPLAUSIBLE
        if reason is None:
            series = Series(bar.vendor, contract, "" if contract.kind == DATED else bar.symbol)
            key = (instrument.name, series, bar.bar_start_utc, bar.bar_minutes)
            values = tuple(
                None if x != x else x for x in (bar.open, bar.high, bar.low, bar.close, bar.volume)
            )
            if key in seen:
                if seen[key] != values:
                    raise ValueError(f"two versions of one bar: {bar}")
                reason = COPY
            else:
                seen[key] = values
                usable[instrument.name].append((series, bar))
        if reason is not None:
            name = bar.contract if isinstance(bar.contract, str) else None
            aside[bar.vendor, instrument.name, name, reason] += 1
    table = pd.DataFrame(
        [(*key, n) for key, n in aside.items()],
        columns=["vendor", "instrument", "contract", "reason", "n_bars"],
    )
    return usable, table


def unusable_share(bars: pd.DataFrame, quarantine: pd.DataFrame) -> float:
    """Share of unreadable and implausible names among the bars that are neither spreads nor later generics:
    the build stops where it is above a half. Give it the bars and the quarantine of one file."""
    by_reason = quarantine.groupby("reason")["n_bars"].sum()
    others = len(bars) - by_reason.get(REASONS[SPREAD], 0) - by_reason.get(REASONS[NOT_THE_FRONT], 0)
    bad = by_reason.get(REASONS[UNREADABLE], 0) + by_reason.get(IMPLAUSIBLE, 0)
    return float(bad / others) if others else 0.0


def in_session(session: Session, start: pd.Timestamp, minutes: int) -> bool:
    """Bars that start at or after the open and end by the close: a session bar, whose volume counts."""
    return start >= session.open_utc and start + timedelta(minutes=int(minutes)) <= session.close_utc


def n_intervals_of(session: Session, interval_minutes: int) -> int:
    return int((session.close_utc - session.open_utc) // timedelta(minutes=interval_minutes))


def reaches(n: int, intervals: int, share: tuple[int, int]) -> bool:
    """n x 13 >= 10 x N in integers: 60 of 78, 33 of 42."""
    return n * share[1] >= share[0] * intervals


def grid_prices(session: Session, bars: list[Any], interval_minutes: int) -> np.ndarray:
    """The price at g is the close of the last bar that ended in (g - interval, g], at the open only otherwise
    the open of the first bar that starts in the first interval. Bars are of one series and length."""
    step = timedelta(minutes=interval_minutes)
    prices = np.full(n_intervals_of(session, interval_minutes) + 1, np.nan)
    in_order = sorted(bars, key=lambda bar: bar.bar_start_utc)
    for bar in in_order:
        end = bar.bar_start_utc + timedelta(minutes=int(bar.bar_minutes))
        point = -((session.open_utc - end) // step)  # the grid point at or after the end: a ceiling
        if 0 <= point < len(prices):
            prices[point] = bar.close
    first = [b for b in in_order if session.open_utc <= b.bar_start_utc < session.open_utc + step]
    if np.isnan(prices[0]) and first:
        prices[0] = first[0].open
    return prices


def candidates_of(
    session: Session,
    bars: list[tuple[Series, Any]],
    symbols: Sequence[VendorSymbol],
    interval_minutes: int,
    share: tuple[int, int],
) -> list[Candidate]:
    """Each series with a session bar, in the finest bar length whose grid points are at least the best's less
    two.

    CHOICE 4: bar lengths without a session bar (bars before the open only) are not asked."""
    by_length: dict[Series, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for series, bar in bars:
        by_length[series][int(bar.bar_minutes)].append(bar)
    found = []
    for series, lengths in by_length.items():
        grids = {
            minutes: grid_prices(session, own, interval_minutes)
            for minutes, own in lengths.items()
            if any(in_session(session, bar.bar_start_utc, minutes) for bar in own)
        }
        if not grids:
            continue
        points = {minutes: int(np.isfinite(grid).sum()) for minutes, grid in grids.items()}
        minutes = min(m for m in points if points[m] >= max(points.values()) - 2)
        used = [b for b in lengths[minutes] if in_session(session, b.bar_start_utc, minutes)]
        own_symbols = {bar.symbol for bar in lengths[minutes]}
        facts = [v for v in symbols if v.vendor == series.vendor and v.symbol in own_symbols]
        prices = grids[minutes]
        n_returns = int(np.isfinite(np.diff(prices)).sum())
        found.append(
            Candidate(
                series=series,
                bar_minutes=minutes,
                prices=prices,
                volume=volume_of([bar.volume for bar in used]),
                serves=reaches(n_returns, len(prices) - 1, share),
                return_sign=facts[0].return_sign,
                symbol_priority=min(v.priority for v in facts),
            )
        )
    return found


def volume_of(volumes: Sequence[float]) -> float | None:
    """Unknown where it is NULL on a session bar or zero on all."""
    if any(v is None or v != v for v in volumes) or not any(volumes):
        return None
    return float(sum(volumes))
