"""A root without bars: correlations and daily prices of the user's fill what can be filled, and say what they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builds import Build, run_dbt

CELLS = "select table_id, specification, term, value, t_stat, proxy_reason, null_reason from reports.rpt_table_cells"


@pytest.fixture(scope="module")
def alone(small_root: Path, small_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The small root, called real, with its correlations and daily prices in place of bars."""
    place = tmp_path_factory.mktemp("alone")
    root = place / "data"
    shutil.copytree(small_root, root, ignore=shutil.ignore_patterns("bars", "manifest.json"))
    (root / "series" / "correlations").mkdir()
    correlations = small_build.query("""
        select pair_id, trade_date as date, realized_correlation as correlation, n_intervals
        from marts.fct_realized_correlation_daily where realized_correlation is not null
    """)
    for pair, days in correlations.groupby("pair_id"):
        days.drop(columns="pair_id").to_csv(root / "series" / "correlations" / f"{pair}.csv", index=False)
    returns = small_build.query(
        "select trade_date as date, instrument, log_return from marts.fct_daily_returns"
    )
    for leg in ("ES", "TY"):
        prices = returns[returns["instrument"] == leg].sort_values("date")
        close = 100 * np.exp(prices["log_return"].fillna(0).cumsum())
        ranges = 0.01 + 0.001 * (np.arange(len(prices)) % 7)
        pd.DataFrame(
            {"date": prices["date"], "close": close, "high": close * (1 + ranges), "low": close}
        ).to_csv(root / "series" / "prices" / f"{leg}.csv", index=False)
    reports = ["+rpt_table_cells", "+rpt_replication_scorecard", "+rpt_f1_daily_correlation"]
    selection = ["--select", *reports, "--exclude-resource-type", "test", "unit_test"]
    done = run_dbt(["build", *selection], root, place / "warehouse.duckdb")
    assert done.exit_code == 0, done.log
    return done


def test_given_correlations_give_the_labels_of_those_from_bars(small_build: Build, alone: Build) -> None:
    labels = """
        select pair_id, sample, trade_date, realized_correlation, regime from marts.fct_regimes_daily
        where realized_correlation is not null order by all
    """
    found = alone.query(labels)
    assert found["regime"].notna().any()
    pd.testing.assert_frame_equal(found, small_build.query(labels), rtol=1e-12)


def test_tables_fill_as_far_as_their_inputs_are_there(small_build: Build, alone: Build) -> None:
    query = f"{CELLS} where sample = 'full' and table_id in ('T1', 'T10') order by all"
    ours, whole = alone.query(query), small_build.query(query)
    of_t1 = ours["table_id"] == "T1"
    assert_same_numbers(ours[of_t1], whole[whole["table_id"] == "T1"])
    assert ours.loc[~of_t1 & (ours["term"] != "n_obs"), "value"].isna().all()
    # What rests on correlations and series alone is as with bars.
    cells = (
        f"{CELLS} where sample = 'full' and table_id in ('T8', 'T9') and specification in ('vix', 'rho_ust')"
    )
    assert_same_numbers(alone.query(f"{cells} order by all"), small_build.query(f"{cells} order by all"))


def assert_same_numbers(ours: pd.DataFrame, whole: pd.DataFrame) -> None:
    columns = ["table_id", "specification", "term", "value", "t_stat"]
    assert ours["value"].notna().any()
    pd.testing.assert_frame_equal(ours[columns], whole[columns], rtol=1e-9)


def test_what_rests_on_daily_prices_names_them(alone: Build) -> None:
    cells = alone.query(
        f"{CELLS} where sample = 'full' and value is not null and term not in ('n_obs', 'n_events')"
    )
    named = cells.groupby("table_id")["proxy_reason"].agg(lambda reasons: reasons.notna().mean())
    assert (named[["T4", "T5", "T6", "T7"]] == 1).all()
    assert named["T1"] == 0
    of_t2 = cells[cells["table_id"] == "T2"].set_index(["specification", "term"])["proxy_reason"]
    assert set(of_t2.loc[("spx", "mean_return")]) == {"prices/ES stands in for the series of the paper"}
    assert of_t2.loc[("spx", "d_implied_vol")].isna().all()
    # An alpha rests on the return of stocks, too.
    assert set(of_t2.loc[("dxy", "capm_alpha")]) == {"prices/ES stands in for the series of the paper"}
    volatilities = cells[cells["table_id"].isin(["T8", "T9"])].groupby("specification")["proxy_reason"]
    assert set(volatilities.get_group("ust_vol")) == {"prices/TY stands in for the series of the paper"}
    assert volatilities.get_group("vix").isna().all()


@pytest.mark.parametrize("leg", ["ES", "TY"])
def test_volatilities_are_parkinsons(alone: Build, leg: str) -> None:
    """In closed form, and flagged: without bars no volatility is another."""
    prices = pd.read_csv(alone.data / "series" / "prices" / f"{leg}.csv", parse_dates=["date"])
    prices = prices.set_index("date")
    expected = 100 * np.sqrt(252 * np.log(prices["high"] / prices["low"]) ** 2 / (4 * np.log(2)))
    found = alone.query(f"""
        select trade_date, realized_volatility_pct, is_proxy from marts.fct_realized_volatility_daily
        where instrument = '{leg}' and realized_volatility_pct is not null order by trade_date
    """).set_index("trade_date")
    assert found["is_proxy"].all()
    half_days = set(expected.index) - set(found.index)
    assert {day.strftime("%m-%d") for day in half_days} == {"11-28", "12-24"}
    np.testing.assert_allclose(found["realized_volatility_pct"], expected[found.index], rtol=1e-9)


@pytest.mark.parametrize("outcome", ["ust_vol", "spx_vol"])
def test_volatility_cells_of_events_fill_from_them(small_build: Build, alone: Build, outcome: str) -> None:
    """Every cell of T8 and T9 that bars fill, as the mean change of Parkinson's volatility over the events."""
    query = f"""
        {CELLS} where sample = 'full' and table_id in ('T8', 'T9') and specification = '{outcome}'
        and value is not null and term not like '%n_events%' order by all
    """
    ours, whole = alone.query(query), small_build.query(query)
    assert set(ours["table_id"]) == {"T8", "T9"}
    assert list(zip(ours["table_id"], ours["term"], strict=True)) == list(
        zip(whole["table_id"], whole["term"], strict=True)
    )
    assert ours["proxy_reason"].notna().all()
    leg = {"ust_vol": "TY", "spx_vol": "ES"}[outcome]
    days = alone.query(f"""
        select trade_date, realized_volatility_pct as volatility from marts.fct_realized_volatility_daily
        where instrument = '{leg}' and realized_volatility_pct is not null order by trade_date
    """).set_index("trade_date")["volatility"]
    meetings = alone.query("""
        select event_date from marts.dim_events
        where event_type = 'fomc_announcement' and event_date between '2008-10-20' and '2009-03-31'
    """)["event_date"]
    [value] = ours.loc[ours["term"] == "fomc_announcement/all", "value"]
    assert value == pytest.approx(days.diff()[meetings].mean())
