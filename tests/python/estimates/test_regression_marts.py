"""The marts that the regressions read, recomputed from the files and from the tables they stand on."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from builds import Build, run_dbt
from statsmodels.regression.linear_model import OLS
from statsmodels.regression.rolling import RollingOLS

START, END = date(2004, 1, 1), date(2007, 7, 31)
WINDOW, MIN_SESSIONS = 756, 504
AREAS = ("cross_section", "convenience", "key_assets", "regression_days")


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Three and a half simulated years in five-minute bars: enough for betas to leave days behind."""
    from stockbond_simulator import simulate

    folder = tmp_path_factory.mktemp("marts")
    simulate(folder / "data", START, END, bar_minutes=5)
    selection = [
        "--select",
        *(f"+path:models/marts/{area}" for area in AREAS),
        "--indirect-selection",
        "cautious",
    ]
    done = run_dbt(
        ["build", *selection, "--exclude-resource-type", "unit_test"],
        folder / "data",
        folder / "warehouse.duckdb",
    )
    assert done.exit_code == 0, done.log
    return done


def by_day(marts: Build, sql: str) -> pd.DataFrame:
    """The rows of a query in the order of their days."""
    table = marts.query(sql)
    return table.set_index(pd.DatetimeIndex(table["trade_date"])).sort_index()


def custom(marts: Build, name: str) -> pd.Series:
    return pd.read_csv(marts.data / "series" / f"{name}.csv", index_col=0, parse_dates=True).iloc[:, 0]


@pytest.mark.parametrize("symbol", ["XLF", "TLT", "USDCAD"])
def test_betas_are_rolling_regressions_of_the_days_before(marts: Build, symbol: str) -> None:
    returns = by_day(marts, f"from marts.fct_asset_returns_daily where symbol = '{symbol}'")
    found = by_day(marts, f"from marts.fct_asset_betas_daily where symbol = '{symbol}'")
    regressors = returns[["r_spx_bp", "r_ust_bp"]].assign(constant=1.0)
    model = RollingOLS(
        returns["excess_return_bp"], regressors, WINDOW, min_nobs=MIN_SESSIONS, missing="drop", expanding=True
    )
    expected = model.fit().params.shift(1).reindex(found.index)
    assert found["beta_stock"].notna().sum() > 300
    assert (found["n_sessions"] == WINDOW).sum() > 50
    for beta, column in (("beta_stock", "r_spx_bp"), ("beta_bond", "r_ust_bp")):
        difference = (found[beta] - expected[column])[found[beta].notna()].abs()
        assert difference.max() < 1e-8
    # One day by hand, that says which sessions are in it.
    day = found.index[-1]
    before = returns.loc[: day - pd.Timedelta(days=1)].iloc[-WINDOW:].dropna()
    fit = OLS(before["excess_return_bp"], regressors.loc[before.index]).fit()
    assert found.loc[day, "n_sessions"] == len(before)
    assert found.loc[day, "beta_stock"] == pytest.approx(fit.params["r_spx_bp"], abs=1e-9)


def test_asset_returns_are_those_of_the_files_in_dollars(marts: Build) -> None:
    for symbol, sign in (("XLF", 1), ("USDCAD", -1)):
        close = custom(marts, f"prices/{symbol}")
        table = by_day(marts, f"from marts.fct_asset_returns_daily where symbol = '{symbol}'")
        expected = sign * 1e4 * np.log(close).diff().reindex(table.index)
        assert np.allclose(table["log_return_bp"], expected, atol=1e-9, equal_nan=True)
        excess = table["log_return_bp"] - table["risk_free_bp"]
        assert np.allclose(table["excess_return_bp"], excess, atol=1e-9, equal_nan=True)


def test_flights_to_safety_use_the_days_before(marts: Build) -> None:
    table = marts.query("from marts.fct_flights_to_safety_daily order by trade_date")
    returns = table[["r_spx_bp", "r_ust_bp"]].to_numpy(dtype=float)
    flags = table["is_flight_to_safety"]
    for position in range(1, len(table)):
        past = returns[:position][::-1]
        known = ~np.isnan(past)
        enough = known.all(axis=1).sum() >= 250
        assert pd.isna(flags.iloc[position]) == (not enough)
        if enough:
            weights = np.exp(-np.arange(1, position + 1) / 250)[:, None] * known
            variances = (weights * np.nan_to_num(past) ** 2).sum(axis=0) / weights.sum(axis=0)
            stock, bond = returns[position] / np.sqrt(variances)
            assert flags.iloc[position] == (bond > 1.5 and stock < -1.5)
    days = marts.query("select sum(fts) as n from marts.fct_day_measures")
    assert days["n"][0] == flags.fillna(False).sum() > 0


def test_fifths_are_of_the_samples_own_days(marts: Build) -> None:
    days = marts.query("from marts.fct_sample_days where sample = 'paper'")
    for column, low, high in (
        ("r_spx_bp", "spx_worst_20", "spx_best_20"),
        ("vix", "vix_bottom_20", "vix_top_20"),
    ):
        known = days[column].dropna()
        lower, upper = np.percentile(known, [20, 80])
        assert (days.loc[known.index, low] == (known <= lower)).all()
        assert (days.loc[known.index, high] == (known >= upper)).all()
        assert days.loc[days[column].isna(), [low, high]].isna().all(axis=None)
    regimes = days["ust_regime"].map({"safety": 1, "risky": 0, "other": 0})
    assert (days["ust_safety"].dropna() == regimes.dropna()).all()
    assert days["ust_safety"].isna().equals(days["ust_regime"].isna())


def test_term_premia_change_on_their_own_days_and_yields_are_carried(marts: Build) -> None:
    days = by_day(marts, "from marts.fct_day_measures")
    acm = custom(marts, "nyfed/acm_10y_term_premium")
    expected = (100 * acm.diff()).reindex(days.index)
    assert np.allclose(days["d_term_premium_acm_bp"], expected, atol=1e-9, equal_nan=True)
    ten_year = pd.read_csv(marts.data / "series" / "fred" / "H15.csv", index_col=0, parse_dates=True)["DGS10"]
    carried = ten_year.dropna().reindex(days.index, method="ffill")
    assert np.allclose(days["d_yield_10y_bp"], 100 * carried.diff(), atol=1e-9, equal_nan=True)
    holidays = marts.query("select trade_date from marts.dim_trading_days where is_sifma_holiday")[
        "trade_date"
    ]
    shut = days.index.intersection(pd.DatetimeIndex(holidays))
    assert len(shut) > 3
    assert days.loc[shut, "d_term_premium_acm_bp"].isna().all()
    assert (days.loc[shut, "d_yield_10y_bp"] == 0).all()


def test_dollar_returns_and_implied_volatilities_are_those_of_the_files(marts: Build) -> None:
    measures = marts.query("from marts.fct_key_asset_measures where sample = 'full'")
    # Dealer positions stand on Wednesdays, sessions or not.
    daily = measures[~measures["measure"].str.startswith("d_net_position")]
    wide = daily.pivot_table(index="trade_date", columns=["asset", "measure"], values="value")
    wide.index = pd.DatetimeIndex(wide.index)
    levels = {
        ("dxy", "mean_return"): 1e4 * np.log(custom(marts, "custom/DXY")),
        ("eur_usd", "mean_return"): 1e4 * np.log(custom(marts, "prices/EURUSD")),
        ("yen_usd", "mean_return"): -1e4 * np.log(custom(marts, "prices/USDJPY")),
        ("spx", "d_implied_vol"): custom(marts, "fred/VIXCLS").dropna(),
        ("ust", "d_implied_vol"): custom(marts, "custom/MOVE").dropna(),
    }
    for key, level in levels.items():
        expected = level.reindex(wide.index, method="ffill").diff()[1:]
        assert np.allclose(wide[key].iloc[1:], expected, atol=1e-7), key
    for asset, instrument in (("spx", "ES"), ("ust", "TY")):
        table = marts.query(
            f"from marts.fct_daily_returns where instrument = '{instrument}' order by trade_date"
        )
        change = table["session_volume"].diff()
        found = wide[asset, "d_volume"].dropna().to_numpy()
        assert np.allclose(found, (change / change.std(ddof=1)).dropna(), atol=1e-9)
    assert not measures["is_proxy"].any()


def test_convenience_yields_are_means_of_changes_by_currency(marts: Build) -> None:
    panel = pd.read_csv(marts.data / "series" / "cip" / "cip_dataset.csv")
    panel["date"] = pd.to_datetime(panel["date"], format="%d%b%Y")
    one_year = panel[(panel["group"] == "g10") & (panel["tenor"] == "1y")]
    basis = -one_year.pivot_table(index="date", columns="currency", values="cip_govt")
    found = by_day(marts, "from marts.fct_convenience_yields_daily where tenor = '1y'")
    assert np.allclose(
        found["d_ust_basis_bp"], basis.diff().mean(axis=1).reindex(found.index), equal_nan=True
    )
    assert (found["n_currencies"] == basis.notna().sum(axis=1).reindex(found.index)).all()
    rates = pd.concat([custom(marts, "fred/H15"), custom(marts, "fred/DSWP1")], axis=1).dropna()
    spread = 100 * (rates["DGS1"] - rates["DSWP1"])
    assert np.allclose(found["d_swap_spread_bp"], spread.diff().reindex(found.index), equal_nan=True)
    identities = found.dropna(subset=["d_basis_bp"])
    two = identities["d_yield_gap_bp"] + identities["d_hedging_cost_bp"]
    assert np.allclose(
        identities["d_basis_bp"], identities["d_yield_ust_bp"] - identities["d_yield_synthetic_bp"]
    )
    assert np.allclose(identities["d_basis_bp"], two, atol=1e-4)


def test_dealer_months_are_sorted_by_their_mean_correlation(marts: Build) -> None:
    path = marts.data / "series" / "nyfed" / "primary_dealer_positions_to_2013.csv"
    values = pd.read_csv(path, parse_dates=["asofdate"]).pivot_table(
        index="asofdate", columns="keyid", values="value"
    )
    position = values["PDPUSGTNOP"] - values["PDPUSGTIISNOP"]
    last = position.groupby(position.index.to_period("M")).last()
    change = last.diff()
    regimes = by_day(marts, "from marts.fct_regimes_daily where pair_id = 'ust' and sample = 'paper'")[
        "realized_correlation"
    ].dropna()
    means = regimes.groupby(regimes.index.to_period("M")).mean()
    low, high = np.percentile(means, [20, 80])
    found = marts.query(
        "from marts.fct_dealer_position_changes where frequency = 'monthly' and sample = 'paper'"
    )
    found = found.set_index(pd.DatetimeIndex(found["as_of_date"]).to_period("M")).sort_index()
    complete = found.index
    assert len(complete) >= 42
    assert np.allclose(found["change_musd"], change.reindex(complete), equal_nan=True)
    spread = change.reindex(complete).std(ddof=1)
    assert np.allclose(found["change_std"], change.reindex(complete) / spread, equal_nan=True)
    assert (found["regime"] == "safety").equals(means.reindex(complete) <= low)
    assert (found["regime"] == "risky").equals(means.reindex(complete) >= high)


def test_flows_are_changes_of_shares_times_net_asset_value(marts: Build) -> None:
    from stockbond.workbooks import workbook_rows

    rows = [row.cells for row in workbook_rows(marts.data / "series" / "etf" / "SPY.xls", "Historical")]
    table = pd.DataFrame(rows[1:], columns=rows[0])
    table.index = pd.to_datetime(table["As Of"], format="%b %d, %Y")
    table = table[["NAV per Share", "Shares Outstanding"]].astype(float).sort_index()
    expected = table["Shares Outstanding"].diff() * table["NAV per Share"] / 1e6
    found = by_day(marts, "from marts.fct_etf_flows_daily where ticker = 'SPY'")
    assert np.allclose(found["flow_musd"], expected, atol=1e-6, equal_nan=True)
