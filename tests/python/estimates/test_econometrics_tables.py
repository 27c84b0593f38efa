"""The paper's tables: every printed cell is there, and what is missing has its reason."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest
from builds import PROJECT_ROOT
from table_days import LABELS, TABLES, without_regimes

from stockbond.econometrics.estimates import ESTIMATE_COLUMNS, to_arrow
from stockbond.econometrics.tables import basis_decomposition, lead_lag, transmission

SEEDS = PROJECT_ROOT / "seeds" / "paper"
KEY = ["panel", "specification", "term"]
OURS = {
    "T5": {("", "match_distance", term) for term in basis_decomposition.CRITERIA},
    "T6": {
        ("", "2", f"{slope}_total_{day}") for slope in ("d_yield", "r_spx") for day in transmission.DUMMIES
    },
    "T10": {
        ("", f"{days}_{leg}_skip", term)
        for days in ("risky", "other", "full")
        for leg in lead_lag.LEGS
        for term in lead_lag.TERMS
    },
}

every_table = pytest.mark.parametrize("table_id", TABLES)


@every_table
def test_every_printed_cell_is_there_and_nothing_else_but_ours(table_id: str) -> None:
    table, days = TABLES[table_id]
    result = table(days())
    assert result.columns.tolist() == ESTIMATE_COLUMNS
    with (SEEDS / "paper_reported_estimates.csv").open(encoding="utf-8", newline="") as file:
        printed = {
            (row["panel"], row["specification"], row["term"])
            for row in csv.DictReader(file)
            if row["table_id"] == table_id
        }
    cells = list(result[KEY].itertuples(index=False, name=None))
    assert len(cells) == len(set(cells))
    assert set(cells) - printed == OURS.get(table_id, set())
    assert printed <= set(cells)
    assert set(result["table_id"]) == {table_id}
    assert result["null_reason"].isna().all()
    assert result["estimate"].notna().all()


def test_the_terms_have_labels_and_every_label_a_term() -> None:
    with (SEEDS / "regression_terms.csv").open(encoding="utf-8", newline="") as file:
        labelled = [row["term"] for row in csv.DictReader(file)]
    used = {term for table, days in TABLES.values() for term in table(days())["term"]}
    # Measures that fct_key_asset_measures adds to the printed rows of table 2.
    of_our_own = {"d_tyvix", "d_net_position_weekly"}
    assert used | of_our_own == set(labelled)
    assert len(labelled) == len(set(labelled))


@every_table
def test_the_order_of_rows_does_not_matter(table_id: str) -> None:
    table, days = TABLES[table_id]
    frame = days()
    shuffled = frame.sample(frac=1, random_state=7, ignore_index=True)
    pd.testing.assert_frame_equal(table(frame), table(shuffled), check_exact=True)


@every_table
@pytest.mark.parametrize("kind", ["no_rows", "few_rows", "no_numbers", "no_regimes"])
def test_a_table_without_its_inputs_is_empty_with_a_reason(table_id: str, kind: str) -> None:
    table, days = TABLES[table_id]
    full, frame = days(), days()
    if kind == "no_rows":
        frame = frame.iloc[:0]
    elif kind == "few_rows":
        frame = frame[frame["trade_date"] <= frame["trade_date"].iloc[1]]
    elif kind == "no_numbers":
        keys = {"trade_date", "asset", "asset_class", "measure", "source_id", "is_proxy"}
        frame = frame.assign(**dict.fromkeys(set(frame.columns) - keys - set(LABELS)))
    else:
        frame = without_regimes(frame)
    result = table(frame)
    # The cells are the same, whatever is missing.
    pd.testing.assert_frame_equal(result[KEY], table(full)[KEY])
    missing = result[result["estimate"].isna()]
    assert missing["null_reason"].notna().all()
    assert result.loc[result["estimate"].notna(), "null_reason"].isna().all()
    if kind != "few_rows":
        by_regime = result[~result["specification"].str.startswith("full_")]
        assert by_regime["estimate"].isna().all()
        reason = "no_regimes" if kind == "no_regimes" else "series_not_loaded"
        if (table_id, kind) != ("T3", "no_numbers"):
            assert set(by_regime["null_reason"]) == {reason}
    for name in ("estimate", "std_error", "t_stat", "p_value"):
        assert all(value is None or np.isfinite(value) for value in to_arrow(result)[name].to_pylist())


@pytest.mark.parametrize("table_id", ["T4", "T5", "T6", "T7"])
def test_a_column_that_is_not_there_is_a_mistake(table_id: str) -> None:
    table, days = TABLES[table_id]
    with pytest.raises(ValueError, match=r"columns are missing: (r_spx_bp|d_swap_spread_1y_bp|fomc)"):
        table(days().drop(columns=["r_spx_bp", "d_swap_spread_1y_bp", "fomc"], errors="ignore"))
