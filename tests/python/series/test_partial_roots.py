"""Roots that lack files, or parts of them: cells are empty or partial, with the reason; all others stay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from builds import Build, rewrite_file, run_dbt, write_manifest_again

CELL = ["table_id", "panel", "specification", "term", "sample"]
# Files that are left out, and the cells that go with them: a condition on rpt_table_cells.
LEFT_OUT = {
    "series/cip": "table_id = 'T5' or table_id = 'T4' and specification like 'ust_basis%'",
    "series/fred/DSWP1.csv": "table_id = 'T4' and specification = 'swap_spread_1y'",
    "series/nyfed/acm_10y_term_premium.csv": "table_id = 'T7' and panel = 'A'",
    "series/etf": "table_id = 'T2' and term = 'etf_flow'",
    "series/custom/MOVE.csv": (
        "table_id = 'T2' and specification = 'ust' and term = 'd_implied_vol'"
        " or table_id in ('T8', 'T9') and specification = 'move'"
    ),
    "bars/canonical/TU": "table_id = 'T1' and term = 'rho_ust2y'",
}


# Files that are cut to some of their days: first and last day left. Those of Noise lie in those of VIX.
# Noise has safety days, risky days and FOMC days among its own: T7's last column is estimated on them.
NOISE, VIX, GOLD = "series/custom/HPW_NOISE.csv", "series/fred/VIXCLS.csv", "series/prices/GOLD.csv"
CUT_TO = {
    NOISE: ("2008-12-12", "2009-03-27"),
    VIX: ("2008-11-17", "2009-03-31"),
    GOLD: ("2009-01-02", "2009-03-31"),
}
# What T7's last column and every row of T5 ask of a day, in fct_sample_days.
LAST_COLUMN = [
    "d_term_premium_acm_bp", "ust_regime", "fts", "fomc", "r_spx_bp", "vix", "d_noise", "d_tyf_vol",
]  # fmt: skip
DECOMPOSITION = ["ust_regime", "d_basis_bp", "d_yield_ust_bp", "r_ust_bp", "r_spx_bp", "d_vix"]


def build_reports(root: Path, place: Path, **variables: float) -> Build:
    """Build what the data allow, cell by cell and figure by figure, without data tests."""
    reports = ["+rpt_table_availability", "+rpt_figure_availability", "+rpt_replication_scorecard"]
    selection = ["--select", *reports, "--exclude-resource-type", "test", "unit_test"]
    done = run_dbt(["build", *selection], root, place / "warehouse.duckdb", **variables)
    assert done.exit_code == 0, done.log
    return done


def cells_without(paths: list[str], whole: Path, place: Path) -> Build:
    """The reports of a copy of a root that lacks some files."""
    root = place / "data"
    shutil.copytree(whole, root)
    for path in paths:
        if (root / path).is_dir():
            shutil.rmtree(root / path)
        else:
            (root / path).unlink()
    write_manifest_again(root)
    return build_reports(root, place)


@pytest.fixture(scope="module")
def short(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The small root, called real, with Noise, VIX and gold for a part of its days."""
    place = tmp_path_factory.mktemp("short")
    root = place / "data"
    shutil.copytree(small_root, root)
    (root / "manifest.json").unlink()
    for path, (first, last) in CUT_TO.items():
        day = "observation_date" if "fred" in path else "date"
        rewrite_file(root / path, f"select * from rows where {day} between '{first}' and '{last}'")
    # T7's last column asks for flights to safety, and five months have none by the rule of 250 days before.
    return build_reports(root, place, fts_min_days=20, fts_threshold=0.5)


def days_of_the_whole(small_build: Build, columns: list[str], first: str, last: str) -> pd.Series:
    """The days of the whole root that have every column, after the first day left and up to the last."""
    days = small_build.query("from marts.fct_sample_days where sample = 'full'")
    cut = days[days["trade_date"].gt(first) & days["trade_date"].le(last)]
    return cut.dropna(subset=columns)["trade_date"].sort_values()


def in_words(dates: pd.Series, whole: int, period: str = "session") -> str:
    first, last = dates.min().date(), dates.max().date()
    return f"{len(dates)} of {whole} {period}s of the sample, from {first} to {last}"


def partial_reasons(done: Build, where: str) -> set[str | None]:
    return {row[0] for row in done.rows(f"select partial_reason from reports.rpt_table_cells where {where}")}


def cells(done: Build, empty_where: str) -> pd.DataFrame:
    """All cells by their key, and which of them the files left out would leave empty."""
    table = done.query(
        f"select {', '.join(CELL)}, value, t_stat, n_obs, null_reason, {empty_where} as goes"
        " from reports.rpt_table_cells"
    )
    return table.set_index(CELL).sort_index()


def test_files_left_out_empty_their_own_cells_and_no_others(
    small_root: Path, small_build: Build, tmp_path: Path
) -> None:
    done = cells_without(list(LEFT_OUT), small_root, tmp_path)
    condition = " or ".join(f"({part})" for part in LEFT_OUT.values())
    before, after = cells(small_build, condition), cells(done, condition)
    assert before.index.equals(after.index)
    goes = before["goes"]
    for path, part in LEFT_OUT.items():
        own = cells(small_build, part)
        assert own.loc[own["goes"], "value"].notna().any(), f"{path} fills nothing here"
    empty = after[goes]
    filled = empty[empty["value"].notna() & (empty.index.get_level_values("term") != "n_obs")]
    assert filled.empty, filled.to_string()
    assert empty["null_reason"].notna().all()
    lost = after[~goes & before["value"].notna() & after["value"].isna()]
    assert lost.empty, lost["null_reason"].to_string()
    others = ["value", "t_stat", "n_obs", "null_reason"]
    pd.testing.assert_frame_equal(after.loc[~goes, others], before.loc[~goes, others], rtol=1e-9)


def test_a_column_rests_on_the_days_of_its_shortest_input(small_build: Build, short: Build) -> None:
    n_sessions = short.rows("select count(*) from marts.fct_day_measures")[0][0]
    noise = days_of_the_whole(small_build, LAST_COLUMN, *CUT_TO[NOISE])
    assert 40 < len(noise) < 0.9 * n_sessions
    of_t7 = "table_id = 'T7' and panel = 'A' and sample = '{}' and specification {} '5'"
    assert partial_reasons(short, of_t7.format("full", "=")) == {in_words(noise, n_sessions)}
    assert partial_reasons(short, of_t7.format("full", "<>")) == {None}
    estimated = short.query(f"select * from reports.rpt_table_cells where {of_t7.format('paper', '=')}")
    assert set(estimated["partial_reason"]) == {in_words(noise, 4656)}
    assert (estimated["n_days"] == len(noise)).all()
    vix = days_of_the_whole(small_build, DECOMPOSITION, *CUT_TO[VIX])
    assert partial_reasons(short, "table_id = 'T5' and sample = 'full'") == {in_words(vix, n_sessions)}


def test_a_mean_by_type_of_day_rests_on_the_days_of_its_series(small_build: Build, short: Build) -> None:
    n_sessions = short.rows("select count(*) from marts.fct_day_measures")[0][0]
    implied = days_of_the_whole(small_build, ["ust_regime", "d_vix"], *CUT_TO[VIX])
    of_t2 = "table_id = 'T2' and sample = 'full' and specification = 'spx' and term = '{}'"
    assert partial_reasons(short, of_t2.format("d_implied_vol")) == {in_words(implied, n_sessions)}
    assert partial_reasons(short, of_t2.format("mean_return")) == {None}


def test_a_cell_of_the_event_study_is_partial_by_its_own_events(small_build: Build, short: Build) -> None:
    events = small_build.query(
        "select members.event_type || '/' || members.event_subset as term, members.event_date"
        " from marts.fct_event_set_members as members where sample = 'full' and event_type <> 'cpi'"
    )
    cells = short.query("""
        select term, partial_reason, null_reason, n_obs from reports.rpt_table_cells
        where table_id in ('T8', 'T9') and sample = 'full' and specification = 'vix'
    """).set_index("term")
    first, last = CUT_TO[VIX]
    expected = {}
    # CPI is a set of the user's: no table of the paper has it.
    for term, dates in events.groupby("term")["event_date"]:
        used = dates[dates.gt(first) & dates.le(last)]
        assert cells.loc[term, "n_obs"] == len(used)
        if len(used) > 1:
            whole = len(used) >= 0.9 * len(dates) and dates.min() == used.min()
            expected[term] = None if whole else in_words(used, len(dates), "event")
    estimated = cells[cells["null_reason"].isna()]["partial_reason"]
    assert estimated.astype(object).where(estimated.notna(), None).to_dict() == expected
    assert {None} < set(expected.values())


def test_the_scorecard_calls_partial_what_rests_on_a_part(small_build: Build, short: Build) -> None:
    noise = days_of_the_whole(small_build, LAST_COLUMN, *CUT_TO[NOISE])
    found = short.rows("""
        select distinct status, status_reason from reports.rpt_replication_scorecard
        where table_id = 'T7' and panel = 'A' and specification = '5' and our_value is not null
    """)
    assert found == [("partial", in_words(noise, 4656))]
    tables = dict(
        short.rows("select table_id, reason from reports.rpt_table_availability where sample = 'full'")
    )
    assert in_words(noise, short.rows("select count(*) from marts.fct_day_measures")[0][0]) in tables["T7"]
    statuses = short.rows("""
        select table_id, status from reports.rpt_table_availability
        where sample = 'full' and table_id in ('T1', 'T5', 'T7', 'T10') order by all
    """)
    assert statuses == [("T1", "available"), ("T10", "available"), ("T5", "partial"), ("T7", "partial")]


def test_figures_say_what_they_lack_and_why(small_build: Build, short: Build) -> None:
    n_sessions = short.rows("select count(*) from marts.fct_day_measures")[0][0]
    figures = {
        report_id: (status, reason)
        for report_id, status, reason in short.rows(
            "select report_id, status, reason from reports.rpt_figure_availability where sample = 'full'"
        )
    }
    assert figures["F1"] == ("available", None)
    assert figures["F2"] == ("available", None)
    assert figures["F3"] == ("not_available", "too_few_observations")
    assert figures["F4"] == ("not_available", "no_days_in_episode")
    assert figures["C3"] == ("not_available", "no_days_in_episode")
    first, last = CUT_TO[GOLD]
    gold = small_build.query(
        "select trade_date from marts.fct_asset_days where sample = 'full' and asset = 'GOLD'"
    )
    dates = gold["trade_date"][gold["trade_date"].gt(first) & gold["trade_date"].le(last)]
    for report_id in ("F5", "C1", "C4"):
        status, reason = figures[report_id]
        assert status == "partial"
        of_figure = f"from reports.rpt_figure_parts where sample = 'full' and report_id = '{report_id}'"
        n_parts = short.rows(f"select count(*) {of_figure}")[0][0]
        assert f"1 of {n_parts} (GOLD): {in_words(dates, n_sessions)}" in str(reason).split("; ")
