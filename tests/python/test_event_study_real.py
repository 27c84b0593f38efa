"""The event study on the published VIX: the paper's digits, from either publisher's file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import PROJECT_ROOT, Build, build

SEED = PROJECT_ROOT / "seeds" / "reference" / "paper_event_study.csv"
EVENT_SET = ["event_type", "event_subset"]


@pytest.fixture(scope="module", params=["fred/VIXCLS.csv", "cboe/VIX_History.csv"])
def vix_build(
    request: pytest.FixtureRequest, real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Build:
    """A build, with every data test, of a data root that holds one VIX file and nothing else."""
    root = tmp_path_factory.mktemp("vix") / "data"
    target = root / "series" / request.param
    target.parent.mkdir(parents=True)
    shutil.copy(real_data / request.param, target)
    return build(root, root.parent / "warehouse.duckdb")


@pytest.fixture(scope="module")
def printed() -> pd.DataFrame:
    """The eighteen VIX rows of the paper; where they differ, what the published VIX gives instead."""
    cells = pd.read_csv(SEED, keep_default_na=False, na_values=[""]).query("outcome == 'vix'")
    expected_mean = cells["public_mean_change"].fillna(cells["mean_change"])
    expected_t = cells["public_t_stat"].fillna(cells["t_stat"])
    return cells.assign(expected_mean=expected_mean, expected_t=expected_t).set_index(EVENT_SET)


def test_the_seed_names_five_rows_that_differ(printed: pd.DataFrame) -> None:
    assert len(printed) == 18
    differing = printed[printed["public_reason"].notna()]
    assert len(differing) == 5
    both = differing[["public_mean_change", "public_t_stat"]].to_numpy()
    assert (both != differing[["mean_change", "t_stat"]].to_numpy()).any(axis=1).all()


def test_all_vix_rows_are_the_papers_to_the_digit(vix_build: Build, printed: pd.DataFrame) -> None:
    ours = vix_build.query(
        "select * from reports.rpt_event_study where sample = 'paper' and outcome = 'vix'"
    ).set_index(EVENT_SET)
    assert len(ours) == 18
    for event_set, row in printed.iterrows():
        estimate = ours.loc[event_set]
        assert f"{estimate['mean_change']:.2f}" == f"{row['expected_mean']:.2f}", event_set
        assert f"{estimate['t_stat']:.2f}" == f"{row['expected_t']:.2f}", event_set
        assert estimate["n_events"] == estimate["n_events_in_set"] == row["n_events"], event_set
        if pd.isna(row["public_reason"]):
            assert estimate["stars"] == (row["stars"] if isinstance(row["stars"], str) else ""), event_set


def test_outcomes_without_data_give_no_rows_and_a_reason(vix_build: Build) -> None:
    assert vix_build.rows("select distinct outcome from reports.rpt_event_study") == [("vix",)]
    missing = vix_build.rows(
        """
        select outcome, status_reason from reports.rpt_event_study_availability
        where sample = 'paper' and status = 'not_available' order by outcome
        """
    )
    assert missing == [
        (outcome, "series not loaded") for outcome in ("move", "noise", "rho_ust", "spx_vol", "ust_vol")
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
