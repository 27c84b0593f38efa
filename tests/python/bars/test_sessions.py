"""Any session in any intervals: the facts of the bar path are those of an independent reference."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from builds import rewrite_file, run_dbt, write_manifest_again
from preflighter import Preflight
from session_checks import check_facts
from session_reference import Cut

DAY_WITH_GAP = "2008-12-03"  # TY has no bars for two and a quarter hours
BAR_FACTS = [
    "build", "--indirect-selection", "buildable", "--exclude-resource-type", "unit_test", "--select",
    "+fct_realized_correlation_daily", "+fct_realized_volatility_daily", "+fct_daily_returns",
    "+fct_intraday_correlation", "dim_trading_days", "assert_no_day_has_more_intervals_than_its_session",
]  # fmt: skip
PAPER = (pd.Timedelta(hours=9, minutes=30), pd.Timedelta(hours=16))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four weeks with a half day, the contracts' roll, and a day with a gap."""
    from stockbond_simulator import simulate

    root = tmp_path_factory.mktemp("sessions") / "data"
    simulate(root, date(2008, 11, 17), date(2008, 12, 12))
    gap = f"'{DAY_WITH_GAP} 15:00' and bar_start_utc < timestamp '{DAY_WITH_GAP} 17:15'"
    [notes] = (root / "bars/canonical/TY").glob("*.parquet")
    rewrite_file(notes, f"select * from rows where not (bar_start_utc >= timestamp {gap})")
    write_manifest_again(root)
    return root


@pytest.mark.parametrize("minutes", [1, 10, 30])  # 5 is every other test's, 15 that of test_other_session
def test_every_interval_gives_the_facts_of_an_independent_reference(
    root: Path, minutes: int, tmp_path: Path
) -> None:
    done = run_dbt(BAR_FACTS, root, tmp_path / "warehouse.duckdb", interval_minutes=minutes)
    assert done.exit_code == 0, done.log
    reasons = check_facts(done, root, Cut(*PAPER, minutes))
    without = {day: reason for day, reason in reasons.items() if reason is not None}
    assert without == {"2008-11-28": "early_close", DAY_WITH_GAP: "too_few_intervals"}
    assert len(reasons) == 19


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("interval_minutes", 7, "interval_minutes is 7; expected a number of 1, 5, 10, 15, 30"),
        ("session_open", "9.30", "session_open is 9.30; expected a time in New York"),
        ("session_close", "10:30", "the session runs from 09:30 to 10:30; expected two hours or more"),
        ("min_interval_share", "0.77", "min_interval_share is 0.77; expected a fraction as text"),
        ("min_interval_share", "14/13", "min_interval_share is 14/13; expected a fraction as text"),
        ("vector_open", "6.00", "vector_open is 6.00; expected a time in New York"),
        ("vector_open", "09:26", "vector_open is 09:26; expected 09:25 or earlier"),
        ("vector_close", "15:59", "vector_close is 15:59; expected 16:00 (session_close) to 19:00"),
        ("vector_close", "19:01", "vector_close is 19:01; expected 16:00 (session_close) to 19:00"),
    ],
)  # fmt: skip
def test_vars_that_cut_no_session_are_refused_before_the_build(
    preflight: Preflight, name: str, value: object, expected: str
) -> None:
    preflight.write_bars()
    message = preflight.run("seed", "--select", "instruments", "--vars", json.dumps({name: value}))
    assert message is not None
    assert expected in message
    assert "dbt_project.yml" in message


def test_seed_of_another_session_than_the_vars_stops_the_build(root: Path, tmp_path: Path) -> None:
    done = run_dbt(
        ["build", "--select", "nyse_sessions", "int_sessions"], root, tmp_path / "warehouse.duckdb",
        session_open="08:20", session_close="15:00",
    )  # fmt: skip
    assert done.exit_code != 0
    assert "other sessions than vars session_open and session_close, 08:20 to 15:00 New York" in done.log
    assert "1997-01-02: 09:30 to 16:00" in done.log
    assert "make calendar" in done.log
