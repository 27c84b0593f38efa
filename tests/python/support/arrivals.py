"""A data root to which things happen: days arrive, are restated, vanish, come twice or under other names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from contract_examples import day_of_bars, sessions, write_oanda
from preflighter import Preflight, settle

DAYS = sessions("2016-03-07", 6)
CONTRACTS = {"ES": ("ESH16", "ESM16"), "TY": ("TYM16", "TYU16")}
PIECES = "int_bar_pieces"
ENDS = (
    "fct_realized_correlation_daily", "fct_realized_volatility_daily", "fct_daily_returns", "fct_contract_days",
    "dim_contract_rolls", "fct_intraday_correlation", "rpt_quarantine_summary", "rpt_quarantined_bars",
    "fct_realized_estimators_daily", "fct_price_outliers", "int_bar_fingerprints", "int_pair_marks", "int_day_marks",
    "int_convention_correlations", "int_event_clock_points", "int_lead_lag_returns",
)  # fmt: skip
BUILD = ("build", "--exclude-resource-type", "test", "unit_test", "--select")
LENIENT = {"max_bad_row_share": 0.5, "max_unusable_contract_share": 1}
# Other SQL, of a view that reads files and of the model itself.
CHANGES = {
    "int_bars_received": ("select * from final", "select * replace (2 * volume as volume) from final"),
    "int_bar_pieces": (
        "min(unreadable) as unreadable_example",
        "coalesce(min(unreadable), '') as unreadable_example",
    ),
}
# The same of a view that tables by day read, and of one of these.
CHANGES_OF_DAYS = {
    "int_session_minutes": ("return_sign * ln(price)", "return_sign * price"),
    "int_pair_correlations": ("then correlation end as realized", "then correlation / 2 end as realized"),
}


@dataclass
class Market:
    """A data root that changes, and what has been done to it."""

    root: Path
    random: np.random.Generator
    variables: dict[str, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.root / "bars" / "canonical"

    def write(self, frame: pd.DataFrame, name: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(path, index=False)
        settle(path)

    def some_file(self) -> Path:
        files = sorted(path for path in self.folder.rglob("*.parquet") if path.name[0] != ".")
        return files[int(self.random.integers(len(files)))]

    def day(self, day: str) -> None:
        """A day arrives, a file an instrument, with volume that moves to the second contract."""
        for instrument, contracts in CONTRACTS.items():
            late = DAYS.index(day) >= 3
            frames = [
                day_of_bars(instrument, name, day, volume)
                for name, volume in zip(contracts, (1, 20) if late else (20, 1), strict=True)
            ]
            self.write(pd.concat(frames), f"{instrument}-{day}.parquet")


def new_day(market: Market) -> None:
    present = {path.stem[-10:] for path in market.folder.glob("*.parquet")}
    missing = [day for day in DAYS if day not in present]
    if missing:
        market.day(missing[0])


def restated(market: Market) -> None:
    path = market.some_file()
    frame = pd.read_parquet(path)
    at = frame.index[market.random.integers(len(frame), size=5)]
    frame.loc[at, ["open", "high", "low", "close"]] += 0.25
    market.write(frame, path.name)


def vanished(market: Market) -> None:
    if len(list(market.folder.glob("*.parquet"))) > 2:
        market.some_file().unlink()


def defects(market: Market) -> None:
    """A bar that cannot be used, in a file long enough to bear it."""
    path = market.some_file()
    frame = pd.read_parquet(path)
    frame.loc[frame.index[int(market.random.integers(len(frame)))], "low"] = -1.0
    market.write(frame, path.name)


def identical_copies(market: Market) -> None:
    frame = pd.read_parquet(market.some_file())
    market.write(frame.sample(frac=0.3, random_state=1), f"z{len(market.done)}.parquet")


def superseding_file(market: Market) -> None:
    frame = pd.read_parquet(market.some_file()).sample(frac=0.2, random_state=2)
    frame[["open", "high", "low", "close"]] += 1
    market.write(frame, f"z{len(market.done)}.parquet")


def contradiction(market: Market) -> None:
    path = market.some_file()
    frame = pd.read_parquet(path)
    other = frame.iloc[[int(market.random.integers(len(frame)))]].copy()
    other[["open", "high", "low", "close"]] += 1
    market.write(pd.concat([frame, other]), path.name)


def shuffled(market: Market) -> None:
    path = market.some_file()
    market.write(pd.read_parquet(path).sample(frac=1, random_state=len(market.done)), path.name)


def touched(market: Market) -> None:
    os.utime(market.some_file())
    for path in market.folder.rglob("*.parquet"):
        settle(path)


def renamed(market: Market) -> None:
    path = market.some_file()
    path.rename(path.with_name(f"y{len(market.done)}-{path.name}"))


def split(market: Market) -> None:
    """One file becomes two, each with a half of every day."""
    path = market.some_file()
    frame = pd.read_parquet(path)
    half = market.random.random(len(frame)) < 0.5
    if 0 < half.sum() < len(frame):
        market.write(frame[half], path.name)
        market.write(frame[~half], f"w{len(market.done)}.parquet")


def unusable_names(market: Market) -> None:
    frame = day_of_bars("ES", "ESZ29", DAYS[0], only=slice(0, 5))
    market.write(
        pd.concat([frame, day_of_bars("ES", "ESM6-ESU6", DAYS[0]), day_of_bars("ES", "ESM2016", DAYS[5])]),
        f"names{len(market.done)}.parquet",
    )


def second_vendor(market: Market) -> None:
    """Sits beside the first one, and stands in where that has nothing."""
    day = DAYS[int(market.random.integers(len(DAYS)))]
    write_oanda(market.root, "SPX500_USD", day)
    for path in (market.root / "bars" / "oanda").rglob("*.csv"):
        settle(path)


def hidden(market: Market) -> None:
    """A file that is being delivered."""
    market.write(day_of_bars("ES", "ESM16", DAYS[0]), f".late{len(market.done)}.parquet")


def other_moment(market: Market) -> None:
    """The build speaks of another moment: before, in or after a session, or of now."""
    day = DAYS[int(market.random.integers(len(DAYS)))]
    moments = (f"{day} 12:02", f"{day} 18:00", f"{day} 08:00", "")
    market.variables["as_of"] = moments[int(market.random.integers(len(moments)))]


def other_vars(market: Market) -> None:
    others = {"interval_minutes": 10, "vector_open": "07:00"}
    if "vector_open" in market.variables:
        market.variables = {k: v for k, v in market.variables.items() if k not in others}
    else:
        market.variables |= others


STEPS = (
    new_day, new_day, restated, vanished, defects, identical_copies, superseding_file, contradiction,
    shuffled, touched, renamed, split, unusable_names, second_vendor, hidden, other_moment, other_vars,
)  # fmt: skip


def build(market: Market, preflight: Preflight, *arguments: str, ends: Sequence[str] = ENDS[:4]) -> None:
    """By dbt, as a user's."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    # The adapter keeps its connection: a file that was taken away would live on in it.
    DuckDBConnectionManager.close_all_connections()
    stopped = preflight.run(
        *BUILD, *(f"+{end}" for end in ends), "--vars", str({**LENIENT, **market.variables}), *arguments
    )
    assert stopped is None, stopped
    assert preflight.is_success, preflight.events[-5:]
    DuckDBConnectionManager.close_all_connections()
