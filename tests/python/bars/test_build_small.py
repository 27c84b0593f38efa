"""The whole project on a small simulated market, and on what real sample files there are."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest
from builds import (
    DAY_OF_FLAT_USD,
    DAY_WITH_GAP,
    DAY_WITHOUT_BARS,
    Build,
    assemble_real_root,
    build,
)

CORRELATION = "marts.fct_realized_correlation_daily"
REAL_DAYS = {date(2008, 12, 1): -0.431946397828, date(2019, 8, 1): -0.672371034013}


def null_reasons(done: Build, day: date) -> dict[str, str | None]:
    """Why a day has no correlation, by pair; None where it has one."""
    return dict(done.rows(f"select pair_id, null_reason from {CORRELATION} where trade_date = '{day}'"))


def test_all_tests_pass_on_the_small_market(small_build: Build) -> None:
    assert "START unit_test" in small_build.log
    assert "ERROR=0" in small_build.log
    assert "SKIP=0" in small_build.log
    last_run = small_build.rows("select is_whole_build, is_success, is_simulated from build.runs")
    assert last_run == [(True, True, True)]
    assert small_build.rows("select is_simulated from intermediate.int_data_root") == [(True,)]


def test_small_market_has_a_row_for_each_session_and_pair(small_build: Build) -> None:
    rows = small_build.rows(f"select count(*), min(trade_date), max(trade_date) from {CORRELATION}")
    sessions = small_build.rows(
        "select count(*) from marts.dim_trading_days where trade_date between '2008-10-20' and '2009-03-31'"
    )
    assert rows == [(4 * sessions[0][0], date(2008, 10, 20), date(2009, 3, 31))]


def test_defects_planted_in_the_small_market_show_their_reason(small_build: Build) -> None:
    assert set(null_reasons(small_build, DAY_WITHOUT_BARS).values()) == {"no_data"}
    assert null_reasons(small_build, DAY_OF_FLAT_USD) == {
        "ust": None,
        "usd": "flat_leg",
        "ust2y": None,
        "ust3m": None,
    }
    assert null_reasons(small_build, DAY_WITH_GAP) == {
        "ust": "too_few_intervals", "usd": None, "ust2y": None, "ust3m": None
    }  # fmt: skip
    assert set(null_reasons(small_build, date(2008, 11, 28)).values()) == {"early_close"}


@pytest.mark.parametrize("day", ["2008-10-31", "2008-11-03", "2009-03-06", "2009-03-09"])
def test_both_sides_of_each_clock_change_are_whole_days(small_build: Build, day: str) -> None:
    counts = small_build.rows(
        f"select distinct n_intervals from {CORRELATION} where trade_date = '{day}' and pair_id = 'ust'"
    )
    assert counts[0][0] >= 70


def test_real_bars_fill_the_two_days_they_have(real_build: Build) -> None:
    rows = real_build.rows(
        f"select trade_date, realized_correlation, n_intervals from {CORRELATION}"
        " where pair_id = 'ust' and realized_correlation is not null order by trade_date"
    )
    assert [(row[0], row[2]) for row in rows] == [(day, 78) for day in REAL_DAYS]
    for day, correlation, _ in rows:
        assert math.isclose(correlation, REAL_DAYS[day], abs_tol=1e-9)


def test_real_bars_fill_nothing_else(real_build: Build) -> None:
    others = real_build.rows(
        f"select count(*) from {CORRELATION} where pair_id != 'ust' and realized_correlation is not null"
    )
    assert others == [(0,)]
    assert real_build.rows("select distinct instrument from marts.fct_daily_returns order by 1") == [
        ("ES",),
        ("TY",),
    ]
    assert real_build.rows("select count(*) from marts.fct_intraday_correlation") == [(2 * 78,)]
    assert real_build.rows("select is_simulated, manifest_sha256 from intermediate.int_data_root") == [
        (False, None)
    ]


def test_real_vix_fills_the_vix_rows_of_the_event_study_and_no_others(real_build: Build) -> None:
    rows = real_build.rows(
        "select outcome, count(*) from reports.rpt_event_study"
        " where sample = 'paper' and mean_change is not null group by outcome"
    )
    assert rows == [("vix", 18)]


def test_only_series_build(real_data: Path, tmp_path: Path) -> None:
    root = assemble_real_root(real_data, tmp_path / "data", bars=False)
    done = build(root, tmp_path / "warehouse.duckdb")
    assert done.rows(f"select count(*) from {CORRELATION}") == [(0,)]
    assert done.rows("select count(*) > 4000 from marts.fct_macro_daily where series_id = 'VIX'") == [(True,)]


def test_only_bars_build(real_data: Path, tmp_path: Path) -> None:
    root = assemble_real_root(real_data, tmp_path / "data", series=False)
    done = build(root, tmp_path / "warehouse.duckdb")
    assert done.rows(f"select count(*) from {CORRELATION} where realized_correlation is not null") == [(2,)]
    assert done.rows("select count(*) from marts.fct_macro_daily where value is not null") == [(0,)]
