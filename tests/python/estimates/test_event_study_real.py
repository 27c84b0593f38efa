"""The event study on the published VIX: the paper's digits, from either publisher's file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from builds import PROJECT_ROOT, Build, run_dbt

SEEDS = PROJECT_ROOT / "seeds" / "paper"
EVENT_SET = ["event_type", "event_subset"]
STUDY = [
    "+rpt_event_study", "+rpt_event_study_robustness", "+rpt_event_paths", "+rpt_event_study_availability",
    "fct_macro_daily",
]  # fmt: skip


@pytest.fixture(scope="module", params=["fred/VIXCLS.csv", "cboe/VIX_History.csv"])
def vix_build(
    request: pytest.FixtureRequest, real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Build:
    """The event study, with its data tests, of a data root that holds one VIX file and nothing else."""
    root = tmp_path_factory.mktemp("vix") / "data"
    target = root / "series" / request.param
    target.parent.mkdir(parents=True)
    shutil.copy(real_data / request.param, target)
    done = run_dbt(
        ["build", "--select", *STUDY, "--indirect-selection", "buildable", "--exclude-resource-type", "unit_test"],
        root, root.parent / "warehouse.duckdb",
    )  # fmt: skip
    assert done.exit_code == 0, done.log
    return done


@pytest.fixture(scope="module")
def printed() -> pd.DataFrame:
    """The eighteen VIX rows of the paper; where they differ, what the published VIX gives instead."""
    key = ["table_id", "specification", "term"]
    cells = pd.read_csv(SEEDS / "paper_reported_estimates.csv", keep_default_na=False, na_values=[""])
    cells = cells[cells["table_id"].isin(["T8", "T9"]) & (cells["specification"] == "vix")]
    cells = cells.merge(pd.read_csv(SEEDS / "known_differences.csv"), how="left", on=key)
    cells[EVENT_SET] = cells["term"].str.split("/", expand=True)
    cells["expected_mean"] = cells["public_value"].fillna(cells["estimate"])
    cells["expected_t"] = cells["public_t_stat"].fillna(cells["t_stat"])
    return cells.set_index(EVENT_SET)


def test_the_seed_names_five_rows_that_differ(printed: pd.DataFrame) -> None:
    assert len(printed) == 18
    differing = printed[printed["reason"].notna()]
    assert len(differing) == 5
    both = differing[["public_value", "public_t_stat"]].to_numpy()
    assert (both != differing[["estimate", "t_stat"]].to_numpy()).any(axis=1).all()


def test_all_vix_rows_are_the_papers_to_the_digit(vix_build: Build, printed: pd.DataFrame) -> None:
    ours = vix_build.query(
        "select * from reports.rpt_event_study where sample = 'paper' and outcome = 'vix'"
    ).set_index(EVENT_SET)
    assert len(ours) == 18
    for event_set, row in printed.iterrows():
        estimate = ours.loc[event_set]
        assert f"{estimate['mean_change']:.2f}" == f"{row['expected_mean']:.2f}", event_set
        assert f"{estimate['t_stat']:.2f}" == f"{row['expected_t']:.2f}", event_set
        assert estimate["n_events"] == estimate["n_events_in_set"] == row["n_obs"], event_set
        if pd.isna(row["reason"]):
            assert estimate["stars"] == (row["stars"] if isinstance(row["stars"], str) else ""), event_set


def test_without_overlaps_fewer_meetings_calm_vix_more(vix_build: Build) -> None:
    """Another event on the day or the day before blurs what the Federal Reserve does to VIX."""
    found = vix_build.rows(
        """
        select event_subset, round(mean_change, 2), round(newey_west_t_stat, 2), n_events
        from reports.rpt_event_study_robustness
        where sample = 'paper' and outcome = 'vix' and variant = 'without_overlaps'
            and event_type = 'fomc_announcement' and event_subset in ('all', 'rate_unchanged')
        order by event_subset
        """
    )
    assert found == [("all", -0.80, -4.42, 97), ("rate_unchanged", -0.72, -3.95, 68)]


def test_quarter_ends_after_the_volcker_rule_under_four_tests(vix_build: Build) -> None:
    """28 events: the printed star rests on the normal distribution."""
    (found,) = vix_build.rows(
        """
        select n_events, round(newey_west_p_value_normal, 3), round(newey_west_p_value, 3), round(p_value, 3),
            randomisation_p_value
        from reports.rpt_event_study_robustness
        where sample = 'paper' and outcome = 'vix' and variant = 'as_printed'
            and event_type = 'quarter_end' and event_subset = 'post_volcker'
        """
    )
    assert found[:4] == (28, 0.047, 0.057, 0.039)
    assert found[4] == pytest.approx(0.18, abs=0.01)


def test_the_printed_variant_is_the_printed_study_and_paths_pass_through_it(vix_build: Build) -> None:
    differing = vix_build.rows(
        """
        select * from reports.rpt_event_study as study
        left join reports.rpt_event_study_robustness as robust
            using (event_type, event_subset, outcome, sample)
        left join reports.rpt_event_paths as paths using (event_type, event_subset, outcome, sample)
        where coalesce(robust.variant, 'as_printed') = 'as_printed' and coalesce(session_offset, 0) = 0
            and (robust.n_events is distinct from study.n_events
                or abs(robust.newey_west_t_stat - study.t_stat) > 1e-9
                or paths.mean_change is null or abs(paths.mean_change - study.mean_change) > 1e-9)
        """
    )
    assert differing == []


def test_outcomes_without_data_give_no_rows_and_a_reason(vix_build: Build) -> None:
    assert vix_build.rows("select distinct outcome from reports.rpt_event_study") == [("vix",)]
    missing = vix_build.rows(
        """
        select outcome, status_reason from reports.rpt_event_study_availability
        where sample = 'paper' and status = 'not_available' order by outcome
        """
    )
    assert missing == [
        (outcome, "series_not_loaded") for outcome in ("move", "noise", "rho_ust", "spx_vol", "ust_vol")
    ]


def test_levels_are_looked_up_on_trading_days(vix_build: Build) -> None:
    """VIX was quoted on three days on which NYSE was closed: they are no sessions."""
    days = vix_build.rows(
        """
        select count(*) from marts.fct_macro_daily
        where series_id = 'VIX' and trade_date in ('2004-06-11', '2022-05-30', '2022-06-20')
        """
    )
    assert days == [(0,)]
    assert vix_build.rows(
        "select value, change, sessions_stale from marts.fct_macro_daily where trade_date = '2004-06-14'"
    ) == [(16.07, pytest.approx(16.07 - 15.04), 0)]
