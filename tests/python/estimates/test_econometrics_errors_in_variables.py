"""Betas are estimates: what their errors do to the factors of T3, and how a mean varies by month."""

from __future__ import annotations

import re

import duckdb
import numpy as np
import pandas as pd
import pytest
from builds import PROJECT_ROOT

from stockbond.econometrics import block_bootstrap_mean, corrected_factors, daily_factors, factor_robustness


def noisy_betas(error: float, n_days: int = 300, n_assets: int = 40) -> pd.DataFrame:
    """Returns by true betas, with betas that carry errors of a known variance."""
    rng = np.random.default_rng(2)
    days = np.repeat(pd.bdate_range("2012-01-02", periods=n_days), n_assets)
    true = {"stock": rng.normal(1, 0.4, days.size), "bond": rng.normal(0.2, 0.5, days.size)}
    factor = {"stock": 30.0, "bond": -12.0}
    returns = sum(factor[name] * true[name] for name in factor) + rng.normal(0, 5, days.size)
    both = 0.3 * error**2
    errors = rng.multivariate_normal([0, 0], [[error**2, both], [both, error**2]], days.size)
    return pd.DataFrame(
        {
            "trade_date": days, "asset_class": "us_equity", "excess_return_bp": returns,
            "beta_stock": true["stock"] + errors[:, 0], "beta_bond": true["bond"] + errors[:, 1],
            "beta_stock_variance": error**2, "beta_bond_variance": error**2, "beta_covariance": both,
        }
    )  # fmt: skip


def test_the_correction_finds_what_errors_of_betas_hide() -> None:
    assets = noisy_betas(error=0.2, n_assets=100)
    plain = daily_factors(assets)[["f_stock_bp", "f_bond_bp"]].mean()
    corrected = corrected_factors(assets)[["f_stock_bp", "f_bond_bp"]].mean()
    assert plain["f_stock_bp"] < 26 and plain["f_bond_bp"] > -11.5
    assert corrected.tolist() == pytest.approx([30, -12], abs=1)


def test_without_errors_the_correction_does_nothing() -> None:
    assets = noisy_betas(error=0.0, n_days=20)
    columns = ["f_stock_bp", "f_bond_bp"]
    pd.testing.assert_frame_equal(corrected_factors(assets)[columns], daily_factors(assets)[columns])


def test_a_day_of_nothing_but_errors_or_of_few_assets_has_no_corrected_factor() -> None:
    assets = noisy_betas(error=0.3, n_days=3)
    hopeless = assets["trade_date"] == assets["trade_date"].iloc[0]
    assets.loc[hopeless, ["beta_stock_variance", "beta_bond_variance"]] = 1.0
    last = assets[assets["trade_date"] == assets["trade_date"].iloc[-1]].index
    found = corrected_factors(assets.drop(last[7:]))
    assert found["f_stock_bp"].isna().tolist() == [True, False, True]
    assert found["n_assets"].tolist() == [40, 40, 7]


def test_the_marts_error_variances_are_those_of_least_squares() -> None:
    from statsmodels.api import OLS, add_constant

    rng = np.random.default_rng(1)
    n = 60
    stock, bond = rng.normal(0, 100, n), rng.normal(0, 40, n)
    excess = 0.9 * stock - 0.3 * bond + rng.normal(0, 50, n)
    asset_returns = pd.DataFrame(
        {
            "trade_date": pd.bdate_range("2020-01-01", periods=n), "symbol": "X", "asset_class": "us_equity",
            "log_return_bp": excess, "risk_free_bp": 0.0, "excess_return_bp": excess,
            "r_spx_bp": stock, "r_ust_bp": bond,
        }
    )  # fmt: skip
    path = PROJECT_ROOT / "models/marts/cross_section/fct_asset_betas_daily.sql"
    sql = path.read_text(encoding="utf-8").replace("{{ ref('fct_asset_returns_daily') }}", "asset_returns")
    sql = re.sub(r"\{\{ var\('beta_window_sessions'\) \}\}", "50", sql)
    sql = re.sub(r"\{\{ var\('beta_min_sessions'\) \}\}", "40", sql)
    with duckdb.connect() as connection:
        connection.register("asset_returns", asset_returns)
        ours = connection.sql(sql).df().set_index("trade_date").sort_index().iloc[-1]
    window = slice(n - 51, n - 1)
    fit = OLS(excess[window], add_constant(np.column_stack([stock, bond])[window])).fit()
    assert ours[["beta_stock", "beta_bond"]].tolist() == pytest.approx(fit.params[1:], rel=1e-8)
    variances = ["beta_stock_variance", "beta_covariance", "beta_bond_variance"]
    assert ours[variances].tolist() == pytest.approx(fit.cov_params()[[1, 1, 2], [1, 2, 2]], rel=1e-8)


def test_the_bootstrap_is_the_plain_error_of_independent_days_and_more_of_months_alike() -> None:
    rng = np.random.default_rng(4)
    values = rng.normal(2, 3, 4000)
    is_of_type = rng.random(4000) < 0.2
    independent = block_bootstrap_mean(values, is_of_type)
    plain = values[is_of_type].std(ddof=1) / is_of_type.sum() ** 0.5
    assert independent.std_error == pytest.approx(plain, rel=0.08)
    mean = values[is_of_type].mean()
    assert independent.ci_low == pytest.approx(mean - 1.96 * plain, abs=0.05)
    assert independent.ci_high == pytest.approx(mean + 1.96 * plain, abs=0.05)
    by_month = np.repeat(rng.normal(0, 3, 200), 20)
    clustered = block_bootstrap_mean(by_month, is_of_type)
    assert clustered.std_error > 1.6 * by_month[is_of_type].std(ddof=1) / is_of_type.sum() ** 0.5
    assert np.isnan(block_bootstrap_mean(values, np.arange(4000) == 1).std_error)


def test_means_are_those_of_the_table() -> None:
    from table_days import factor_days

    from stockbond.econometrics import factor_means

    days = factor_days()
    ours = factor_robustness(days).set_index(["specification", "term"])
    table = factor_means(days).set_index(["specification", "term"])
    assert len(ours) == 18
    pd.testing.assert_frame_equal(
        ours[["estimate", "std_error"]], table.loc[ours.index, ["estimate", "std_error"]]
    )
    assert (ours["bootstrap_ci_low"] < ours["estimate"]).all()
    assert (ours["estimate"] < ours["bootstrap_ci_high"]).all()
