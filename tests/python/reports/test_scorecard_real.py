"""The scorecard on real files: the numbers that VIX and the public event calendar allow, and no others."""

from __future__ import annotations

from datetime import date

from builds import Build

CARD = "reports.rpt_replication_scorecard"
DIFFERING_VIX_ROWS = {
    ("T8", "fomc_announcement/all"),
    ("T8", "fomc_announcement/rate_unchanged"),
    ("T8", "fomc_announcement/rate_cut"),
    ("T9", "month_end_ex_quarter_end/all"),
    ("T9", "month_end_ex_quarter_end/post_volcker"),
}


def test_every_printed_number_has_its_row(real_build: Build) -> None:
    assert real_build.rows(f"select count(*) from {CARD}") == [(389,)]
    assert real_build.rows(f"select distinct status from {CARD} order by 1") == [
        ("differs",),
        ("matched",),
        ("not_available",),
    ]
    unexplained = f"select count(*) from {CARD} where status <> 'matched' and status_reason is null"
    assert real_build.rows(unexplained) == [(0,)]


def test_event_counts_match_eighteen_of_eighteen(real_build: Build) -> None:
    counts = real_build.rows(
        f"select status, count(*) from {CARD} where specification = 'n_events' group by status"
    )
    assert counts == [("matched", 18)]


def test_vix_cells_match_but_for_the_five_known(real_build: Build) -> None:
    differing = real_build.rows(
        f"select table_id, term, status_reason from {CARD} where specification = 'vix' and status = 'differs'"
    )
    assert {(table_id, term) for table_id, term, _ in differing} == DIFFERING_VIX_ROWS
    assert {reason for _, _, reason in differing} == {"public_quotes_differ"}
    matched = real_build.rows(
        f"""
        select count(*), bool_and(same_sign), bool_and(same_stars), max(abs(distance_in_std_errors)) < 0.1
        from {CARD} where specification = 'vix' and status = 'matched'
        """
    )
    assert matched == [(13, True, True, True)]


def test_nothing_else_matches(real_build: Build) -> None:
    assert real_build.rows(
        f"select count(*) from {CARD} where status = 'matched' and specification not in ('vix', 'n_events')"
    ) == [(0,)]


def test_two_days_are_no_summary_and_say_so(real_build: Build) -> None:
    rows = real_build.rows(
        f"select distinct status, status_reason from {CARD} where table_id = 'T1' and term = 'rho_ust'"
    )
    assert rows == [("not_available", "too_few_days")]
    summary = real_build.rows(
        "select n_days, first_date, last_date, mean, null_reason from reports.rpt_t01_summary"
        " where pair_id = 'ust' and sample = 'paper'"
    )
    assert summary == [(2, date(2008, 12, 1), date(2019, 8, 1), None, "too_few_days")]


def test_figures_of_two_days_give_the_real_reason(real_build: Build) -> None:
    figures = {
        report_id: (status, reason)
        for report_id, status, reason in real_build.rows(
            "select report_id, status, reason from reports.rpt_figure_availability where sample = 'full'"
        )
    }
    n_sessions = real_build.rows("select count(*) from reports.rpt_f1_daily_correlation")[0][0]
    two_days = f"2 of {n_sessions} sessions of the sample, from 2008-12-01 to 2019-08-01"
    assert figures["F1"] == ("partial", two_days)
    assert figures["F2"] == ("not_available", "series_not_loaded")
    assert figures["F3"] == ("not_available", "too_few_observations")
    assert figures["C2"] == ("not_available", "series_not_loaded")
    status, reason = figures["F5"]
    assert status != "available"
    assert "series_not_loaded" in reason


def test_what_is_missing_is_named_not_an_error(real_build: Build) -> None:
    tables = dict(
        real_build.rows(
            "select table_id, status from reports.rpt_table_availability where sample = 'paper' order by all"
        )
    )
    assert len(tables) == 10
    assert {table for table, status in tables.items() if status == "not_available"} == {
        "T1",
        "T2",
        "T3",
        "T4",
        "T5",
        "T6",
        "T7",
        "T10",
    }
    reasons = real_build.rows(
        "select distinct null_reason from reports.rpt_regression_estimates"
        " where table_id in ('T3', 'T4', 'T5')"
    )
    assert reasons == [("series_not_loaded",)]
