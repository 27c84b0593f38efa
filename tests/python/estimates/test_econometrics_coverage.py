"""Every estimate says on which days it rests: those with all its inputs and, where it sorts days, a label."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from table_days import (
    TABLES,
    convenience_yield_days,
    decomposition_days,
    key_asset_days,
    lead_lag_days,
    term_premium_days,
    without_regimes,
)

from stockbond.econometrics.estimates import by_sample, to_arrow
from stockbond.econometrics.tables.basis_decomposition import basis_decomposition
from stockbond.econometrics.tables.convenience_yield import convenience_yield
from stockbond.econometrics.tables.key_assets import key_assets
from stockbond.econometrics.tables.lead_lag import lead_lag
from stockbond.econometrics.tables.term_premium import term_premium

COVERAGE = ["n_days", "first_date", "last_date"]
FIRST, LAST = pd.Timestamp("2010-11-01"), pd.Timestamp("2011-10-31")


def in_the_middle(days: pd.DataFrame, column: str) -> pd.DataFrame:
    """The days with a column loaded for one of their years only."""
    return days.assign(**{column: days[column].where(days["trade_date"].between(FIRST, LAST))})


def expected(dates: pd.Series) -> tuple[int, pd.Timestamp, pd.Timestamp]:
    return dates.nunique(), dates.min(), dates.max()


def found(result: pd.DataFrame, condition: str) -> set[tuple[int, pd.Timestamp, pd.Timestamp]]:
    rows = result.query(condition)
    assert not rows.empty
    return set(rows[COVERAGE].itertuples(index=False, name=None))


def test_a_regression_rests_on_the_days_that_have_all_its_columns() -> None:
    days = in_the_middle(term_premium_days(), "d_noise")
    result = term_premium(days)
    inputs = ["d_term_premium_kw_bp", "ust_safety"]
    first = days.dropna(subset=inputs)["trade_date"]
    assert found(result, "panel == 'B' and specification == '1'") == {expected(first)}
    tails = ["fts", "fomc", "spx_worst_20", "vix_top_20", "d_noise", "d_tyf_vol"]
    last = days.dropna(subset=[*inputs, *tails])["trade_date"]
    assert last.between(FIRST, LAST).all()
    assert len(last) < 261 * 0.9
    assert found(result, "panel == 'B' and specification == '5'") == {expected(last)}
    estimated = result.dropna(subset="estimate")
    assert (estimated["n_days"] == estimated["n_obs"]).all()


def test_dollar_days_without_a_regime_are_not_rested_on() -> None:
    days = convenience_yield_days()
    dates = days.dropna(subset=["ust_regime", "usd_regime", "d_swap_spread_1y_bp"])["trade_date"]
    assert found(convenience_yield(days), "specification == 'swap_spread_1y'") == {expected(dates)}


def test_a_column_to_match_on_that_is_short_shortens_the_whole_table() -> None:
    days = in_the_middle(decomposition_days(), "d_vix")
    complete = days.drop(columns=["usd_regime", "usd_safety", "usd_risky"]).dropna()["trade_date"]
    assert complete.between(FIRST, LAST).all()
    assert found(basis_decomposition(days), "term != ''") == {expected(complete)}


def test_a_mean_by_type_of_day_rests_on_the_days_of_every_type() -> None:
    measures = key_asset_days()
    short = (measures["asset"] == "dxy") & ~measures["trade_date"].between(FIRST, LAST)
    measures = measures[~short]
    result = key_assets(measures)
    labelled = measures.dropna(subset="regime")
    of_dxy = labelled[(labelled["asset"] == "dxy") & (labelled["measure"] == "mean_return")]["trade_date"]
    assert found(result, "specification == 'dxy' and term in ('mean_return', 'capm_alpha')") == {
        expected(of_dxy)
    }
    safety = result.query("specification == 'dxy' and term == 'mean_return' and panel == 'A'")["n_obs"].iloc[
        0
    ]
    assert 0 < safety < len(of_dxy) / 2


def test_series_that_stand_in_are_named_where_they_do() -> None:
    measures = key_asset_days()
    stands_in = measures["asset"].eq("eur_usd") & measures["trade_date"].gt(LAST)
    measures = measures.assign(
        is_proxy=stands_in, source_id=measures["source_id"].mask(stands_in, "noon_rate")
    )
    result = key_assets(measures)
    assert set(result.loc[result["specification"] == "eur_usd", "proxies"]) == {"noon_rate"}
    assert result.loc[result["specification"] != "eur_usd", "proxies"].isna().all()


def test_the_full_sample_of_the_day_takes_days_without_a_label_and_the_parts_do_not() -> None:
    days = lead_lag_days()
    empty = days["trade_date"] <= days["trade_date"].iloc[4]
    days["spx_returns"] = [
        [None] * len(returns) if is_empty else list(returns)
        for returns, is_empty in zip(days["spx_returns"], empty, strict=True)
    ]
    result = lead_lag(days)
    dates = days.loc[~empty, "trade_date"]
    labelled = days.loc[~empty & days["regime"].notna(), "trade_date"]
    assert len(labelled) < len(dates)
    assert found(result, "specification.str.startswith('full')") == {expected(dates)}
    assert found(result, "not specification.str.startswith('full')") == {expected(labelled)}


@pytest.mark.parametrize("table_id", TABLES)
def test_nothing_to_rest_on_is_no_days_and_no_dates(table_id: str) -> None:
    table, days = TABLES[table_id]
    for frame in (days().iloc[:0], without_regimes(days())):
        result = table(frame)
        missing = result[result["estimate"].isna()]
        assert (missing["n_days"] == 0).all()
        assert missing[["first_date", "last_date"]].isna().all(axis=None)


def test_dates_stay_dates_on_the_way_to_the_database() -> None:
    days = term_premium_days().assign(sample="paper")
    table = to_arrow(by_sample(days, term_premium))
    of_paper = table.to_pylist()[0]
    assert isinstance(of_paper["first_date"], date)
    assert {str(table.schema.field(name).type) for name in ("first_date", "last_date")} == {"date32[day]"}
    without = [row for row in table.to_pylist() if row["sample"] == "full"]
    assert {(row["n_days"], row["first_date"], row["null_reason"]) for row in without} == {
        (0, None, "no_days_in_sample")
    }
