"""Random markets through the compiled SQL of the bar path, against a reference that shares nothing with it.

dbt compiles once; each example runs the SQL in memory, as the benchmark does.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bar_reference import Bar, correlation, grid_returns, one_bar_a_minute, volatility_pct
from builds import PROJECT_ROOT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks import product

FACTS = ("fct_realized_correlation_daily", "fct_realized_volatility_daily", "fct_daily_returns")
EXAMPLES = int(os.environ.get("STOCKBOND_MARKETS", "15"))  # make torture draws many more
LEGS = ("ES", "TY")


@dataclass(frozen=True)
class Session:
    """A row of the calendar seed."""

    day: str
    opens: datetime
    minutes: int
    is_early_close: bool


def sessions() -> list[Session]:
    with (PROJECT_ROOT / "seeds/calendar/nyse_sessions.csv").open() as file:
        rows = list(csv.DictReader(file))
    found = []
    for row in (row for row in rows if row["trade_date"] < "2026"):  # none that lies ahead
        opens, closes = (datetime.fromisoformat(row[f"session_{end}_at_utc"]) for end in ("open", "close"))
        minutes = int((closes - opens).total_seconds()) // 60
        found.append(Session(row["trade_date"], opens, minutes, row["is_early_close"] == "true"))
    return found


SESSIONS = sessions()
EARLY_CLOSES = [session for session in SESSIONS if session.is_early_close]
CLOCK_CHANGES = [
    session for earlier, session in pairwise(SESSIONS) if earlier.opens.hour != session.opens.hour
]


@dataclass(frozen=True)
class Market:
    """What an example draws; numpy makes the bars from it."""

    sessions: tuple[Session, ...]
    seed: int
    level: tuple[float, float]  # of each leg's price
    step: float  # standard deviation of a minute's log return
    missing: tuple[float, float]  # share of each leg's bars
    outage: int  # minutes without any bar of the second leg
    has_pre_open: bool
    copies: float  # share of bars that come again: the same, corrected in a later file, contradicting
    zero_volume: float


level = st.one_of(st.sampled_from([1e-6, 1e9]), st.floats(1e-6, 1e9))
share = st.sampled_from([0.0, 0.0, 0.01, 0.2, 0.6])
markets = st.builds(
    Market,
    sessions=st.lists(
        st.one_of(*map(st.sampled_from, (SESSIONS, EARLY_CLOSES, CLOCK_CHANGES))),
        min_size=1, max_size=4, unique_by=lambda session: session.day,
    ).map(tuple),
    seed=st.integers(0, 2**32 - 1),
    level=st.tuples(level, level),
    step=st.sampled_from([1e-6, 1e-4, 0.01]),
    missing=st.tuples(share, share),
    outage=st.sampled_from([0, 0, 4, 5, 9, 60, 390]),
    has_pre_open=st.booleans(),
    copies=st.sampled_from([0.0, 0.0, 0.02, 0.2]),
    zero_volume=st.sampled_from([0.0, 0.5, 1.0]),
)  # fmt: skip


def bars_of(market: Market) -> dict[tuple[str, str], list[Bar]]:
    """(instrument, day) -> its bars in random order, with copies in two files."""
    random = np.random.default_rng(market.seed)
    found = {}
    for session in market.sessions:
        start = -INTERVAL_BEFORE if market.has_pre_open else 0
        minutes = np.arange(start, session.minutes)
        quiet = random.integers(0, session.minutes)
        for leg, price, missing in zip(LEGS, market.level, market.missing, strict=True):
            close = price * np.exp(market.step * random.standard_normal(len(minutes)).cumsum())
            kept = random.random(len(minutes)) >= missing
            if leg == "TY":
                kept &= (minutes < quiet) | (minutes >= quiet + market.outage)
            bars = []
            for minute, value in zip(minutes[kept].tolist(), close[kept].tolist(), strict=True):
                volume = 0 if random.random() < market.zero_volume else int(random.integers(1, 1000))
                bar = Bar("a", minute, value * 1.0001, value, volume)
                bars.append(bar)
                if random.random() < market.copies:
                    other = Bar(str(random.choice(["a", "b"])), minute, bar.open, value * 1.01, volume)
                    same = Bar(other.file, minute, bar.open, value, volume)
                    bars += [[other], [same], [other, same], [same, same]][random.integers(4)]
            found[leg, session.day] = [bars[i] for i in random.permutation(len(bars))]
    return found


INTERVAL_BEFORE = 5


def write_bars(market: Market, bars: dict[tuple[str, str], list[Bar]], folder: Path) -> None:
    """Canonical Parquet files a and b."""
    opens = {session.day: session.opens for session in market.sessions}
    rows = [
        (bar.file, leg, opens[day] + timedelta(minutes=bar.start), bar.open, bar.close, bar.volume)
        for (leg, day), found in bars.items()
        for bar in found
    ]
    columns = ["file", "instrument", "bar_start_utc", "open", "close", "volume"]
    frame = pd.DataFrame(rows, columns=columns).assign(contract=None, bar_minutes=1)
    frame["high"], frame["low"] = frame[["open", "close"]].max(axis=1), frame[["open", "close"]].min(axis=1)
    for name in ("a", "b"):
        part = frame[frame["file"] == name].drop(columns="file")
        part.astype({"bar_start_utc": "datetime64[us]", "contract": "str"}).assign(contract=None).to_parquet(
            folder / f"{name}.parquet", index=False
        )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Market], dict[str, list[tuple[Any, ...]]]]:
    """Runs the bar path on a market: fact table -> its rows."""
    base = tmp_path_factory.mktemp("properties")
    folder = base / "root" / "bars" / "canonical"
    folder.mkdir(parents=True)
    some = Market((SESSIONS[0],), 0, (1.0, 1.0), 1e-4, (0, 0), 0, False, 0, 0)
    write_bars(some, bars_of(some), folder)
    warehouse = base / "warehouse.duckdb"
    product.dbt("build", [f"+{fact}" for fact in FACTS], base / "root", warehouse)
    compiled = product.models_from_sources(base / "target" / "manifest.json", FACTS)

    def run_sql(market: Market) -> dict[str, list[tuple[Any, ...]]]:
        write_bars(market, bars_of(market), folder)
        connection = product.connect(product.Product(warehouse, [], [], compiled), in_memory=compiled)
        try:
            for statement in (statement for model in compiled for statement in model.statements):
                connection.execute(statement)
            return {
                "correlation": connection.execute(
                    "select cast(trade_date as varchar), realized_correlation, n_intervals, null_reason"
                    f" from marts.{FACTS[0]} where pair_id = 'ust' order by 1"
                ).fetchall(),
                "volatility": connection.execute(
                    "select instrument, cast(trade_date as varchar), realized_volatility_pct, n_intervals,"
                    f" null_reason from marts.{FACTS[1]} order by all"
                ).fetchall(),
                "volume": connection.execute(
                    "select instrument, cast(trade_date as varchar), session_volume"
                    f" from marts.{FACTS[2]} order by all"
                ).fetchall(),
            }
        finally:
            connection.close()

    return run_sql


@given(market=markets)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),  # an example is a whole market: shrinking it would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_bar_path_equals_the_reference(
    run: Callable[[Market], dict[str, list[tuple[Any, ...]]]], market: Market
) -> None:
    """Every day of every market: correlation, volatility, volume, number of intervals and reason."""
    bars = {key: one_bar_a_minute(found) for key, found in bars_of(market).items()}
    by_day = {session.day: session for session in market.sessions}
    returns = {
        (leg, day): grid_returns(found, by_day[day].minutes // 5) for (leg, day), found in bars.items()
    }
    found = run(market)
    correlations = {day: rest for day, *rest in found["correlation"]}
    volatilities = {(leg, day): rest for leg, day, *rest in found["volatility"]}
    volumes = {(leg, day): volume for leg, day, volume in found["volume"]}
    for day, session in by_day.items():
        if not any(bars[leg, day] for leg in LEGS):
            continue
        expected, n = correlation(returns["ES", day], returns["TY", day])
        value, n_found, reason = correlations[day]
        has_both = all(bars[leg, day] for leg in LEGS)
        assert n_found == n, day
        if session.is_early_close:
            assert reason == "early_close"
        elif not has_both:
            assert reason == "no_data"
        elif n * 78 < 60 * (session.minutes // 5):
            assert reason == "too_few_intervals"
        elif expected is None:
            assert reason == "flat_leg"
        else:
            assert reason is None
            assert value == pytest.approx(expected, abs=1e-9), day
        for leg in LEGS:
            if not bars[leg, day]:
                continue
            expected_pct, n = volatility_pct(returns[leg, day], session.minutes // 5)
            value, n_found, reason = volatilities[leg, day]
            assert n_found == n
            if reason is None:
                assert value == pytest.approx(expected_pct, rel=1e-9)
            # Bars before the open serve the first price alone; no volume at all is not known.
            volume = sum(bar.volume for start, bar in bars[leg, day].items() if start >= 0)
            assert volumes[leg, day] == (volume or None)
