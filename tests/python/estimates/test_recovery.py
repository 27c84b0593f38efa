"""The whole default market: every planted effect is found, in the tables as people read them.

Truth is read here, outside of dbt; no model may read it.
"""

from __future__ import annotations

import pandas as pd
import pytest
from builds import Build

SMALL_CELL = 74  # below, the errors of few observations are too small (tests of the simulator look at those)


@pytest.fixture(scope="session")
def planted(default_build: Build) -> pd.DataFrame:
    """Planted values of tables 2 to 7 beside the cells of the paper sample."""
    return default_build.query(
        f"""
        select truth.table_id, truth.panel, truth.specification, truth.term, truth.role,
            truth.value as truth, cells.value, cells.std_error, cells.n_obs, cells.null_reason,
            (cells.value - truth.value) / cells.std_error as distance
        from (
            select * replace (coalesce(panel, '') as panel)
            from read_parquet('{default_build.data}/truth.parquet') where record = 'table'
        ) as truth
        left join reports.rpt_table_cells as cells
            on cells.sample = 'paper' and cells.table_id = truth.table_id and cells.panel = truth.panel
            and cells.specification = truth.specification and cells.term = truth.term
        """
    )


def test_all_ten_tables_are_filled(default_build: Build) -> None:
    rows = default_build.rows(
        "select table_id from reports.rpt_table_availability"
        " where sample = 'paper' and n_cells_estimated = n_cells and n_cells > 0"
    )
    assert {table for (table,) in rows} == {f"T{number}" for number in range(1, 11)}


def test_every_planted_cell_is_estimated(planted: pd.DataFrame) -> None:
    assert len(planted) > 150
    assert set(planted["table_id"]) == {"T2", "T3", "T4", "T5", "T6", "T7"}
    assert planted["null_reason"].isna().all()
    assert planted["distance"].notna().all()


def test_planted_effects_are_found(planted: pd.DataFrame) -> None:
    large = planted[planted["n_obs"] >= SMALL_CELL]
    beyond = large[large["distance"].abs() > 3.5]
    assert beyond.empty, beyond.to_string()
    assert (large["distance"].abs() > 3).mean() <= 0.01


def test_effects_not_planted_are_not_found(planted: pd.DataFrame) -> None:
    null = planted[planted["role"] == "null"]
    assert len(null) >= 20
    # Series that follow from simulated prices are null up to a small part of an error.
    assert (null["truth"].abs() <= 0.05 * null["std_error"]).all()
    assert (null["distance"].abs() > 1.96).mean() <= 0.15


def test_signs_of_the_large_planted_effects(planted: pd.DataFrame) -> None:
    effects = planted[(planted["role"] == "planted") & (planted["n_obs"] >= SMALL_CELL)]
    strong = effects[(effects["value"] / (effects["value"] - effects["truth"])).abs() > 3]
    assert (strong["value"] * strong["truth"] > 0).all()


def test_lead_and_lag_are_found(default_build: Build) -> None:
    found = default_build.query(
        f"""
        with truth as (
            select
                case regime when 'risky' then 'risky' else 'other' end
                || case instrument when 'ES' then '_spx' else '_ust' end as specification,
                case predictor when 'ES' then 'r_spx' else 'r_ust' end as term,
                value as truth
            from read_parquet('{default_build.data}/truth.parquet') where record = 'lead_lag'
        )
        select *, (cells.value - truth.truth) / cells.std_error as distance
        from truth inner join reports.rpt_table_cells as cells using (specification, term)
        where cells.table_id = 'T10' and cells.sample = 'paper'
        """
    )
    assert len(found) == 8
    assert (found["distance"].abs() <= 3.5).all(), found.to_string()


def test_event_study_tables_hold_the_planted_means(default_build: Build) -> None:
    found = default_build.query(
        f"""
        select truth.*, (cells.value - truth.value) / cells.std_error as distance
        from (
            select event_type || '/' || event_subset as term, outcome as specification, value, n_events
            from read_parquet('{default_build.data}/truth.parquet')
            where record = 'event_study' and sample = 'paper'
        ) as truth
        inner join reports.rpt_table_cells as cells using (specification, term)
        where cells.sample = 'paper' and cells.table_id in ('T8', 'T9')
        """
    )
    assert len(found) == 108
    large = found[found["n_events"] >= SMALL_CELL]
    assert (large["distance"].abs() <= 3.5).all(), large.to_string()


def test_smoothed_states_are_the_planted_ones(default_build: Build) -> None:
    [(agreement, converged)] = default_build.rows(
        f"""
        select avg(cast(probabilities.smoothed_state = truth.state as integer)),
            (select bool_and(converged) from reports.rpt_state_model_parameters)
        from reports.rpt_f3_state_probabilities as probabilities
        inner join read_parquet('{default_build.data}/truth.parquet') as truth using (trade_date)
        where probabilities.sample = 'paper' and truth.record = 'day'
        """
    )
    assert agreement >= 0.80
    assert converged


def test_the_scorecard_says_simulated(default_build: Build) -> None:
    rows = default_build.rows(
        "select status, count(*), count(our_value) from reports.rpt_replication_scorecard group by status"
    )
    assert rows == [("simulated", 389, 389)]


def test_figures_and_claims_have_their_rows(default_build: Build) -> None:
    rows = default_build.rows(
        "select distinct report_id, status from reports.rpt_figure_availability where status <> 'available'"
    )
    # Some funds are younger than the sample.
    assert sorted(rows) == [(report_id, "partial") for report_id in ("C1", "C4", "F5")]
    young = default_build.query("""
        select asset, first_date from reports.rpt_asset_coverage where sample = 'paper' and reason is not null
    """).set_index("asset")["first_date"]
    assert set(young.index) == {"CORN", "EMB", "HYG", "broad_dollar"}
    assert (young > pd.Timestamp("2006-01-01")).all()
