"""Fits by type of day against regressions made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from stockbond.econometrics.tables.asset_fits import DAY_TYPES, TYPES, asset_fits


@pytest.fixture(scope="module")
def days() -> pd.DataFrame:
    random = np.random.default_rng(5)
    n = 400
    stock, bond = random.normal(0, 100, n), random.normal(0, 40, n)
    frame = pd.DataFrame(
        {
            "sample": "paper",
            "trade_date": pd.bdate_range("2010-01-04", periods=n),
            "regime": random.choice(["safety", "risky", "other"], n),
            "r_spx_bp": stock,
            "r_ust_bp": bond,
        }
    )
    gold = frame.assign(asset="GOLD", return_bp=0.2 * stock + 0.5 * bond + random.normal(3, 50, n))
    gold.loc[[3, 50], "return_bp"] = np.nan
    return pd.concat([gold, frame.assign(asset="spx", return_bp=stock)], ignore_index=True)


def test_one_row_per_asset_and_type_of_day(days: pd.DataFrame) -> None:
    fits = asset_fits(days.sample(frac=1, random_state=1))
    assert fits.columns.tolist() == list(TYPES)
    assert len(fits) == 2 * len(DAY_TYPES)
    pd.testing.assert_frame_equal(fits, asset_fits(days))


@pytest.mark.parametrize("day_type", DAY_TYPES)
def test_numbers_are_those_of_plain_regressions(days: pd.DataFrame, day_type: str) -> None:
    fit = asset_fits(days).set_index(["asset", "day_type"]).loc[("GOLD", day_type)]
    rows = days[(days["asset"] == "GOLD") & days["return_bp"].notna()]
    rows = rows if day_type == "all" else rows[rows["regime"] == day_type]
    alone = sm.OLS(rows["return_bp"], sm.add_constant(rows[["r_spx_bp"]])).fit()
    lags = int(len(rows) ** 0.25)
    both = sm.OLS(rows["return_bp"], sm.add_constant(rows[["r_spx_bp", "r_ust_bp"]])).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    assert fit["n_days"] == len(rows)
    assert (fit["first_date"], fit["last_date"]) == (rows["trade_date"].min(), rows["trade_date"].max())
    assert fit["mean_return_bp"] == pytest.approx(rows["return_bp"].mean(), rel=1e-12)
    assert fit["return_std_bp"] == pytest.approx(rows["return_bp"].std(), rel=1e-12)
    assert fit["capm_beta"] == pytest.approx(alone.params["r_spx_bp"], rel=1e-10)
    assert fit["capm_r_squared"] == pytest.approx(alone.rsquared, rel=1e-10)
    assert fit["beta_stock"] == pytest.approx(both.params["r_spx_bp"], rel=1e-10)
    assert fit["beta_bond"] == pytest.approx(both.params["r_ust_bp"], rel=1e-10)
    assert fit["beta_bond_t_stat"] == pytest.approx(both.tvalues["r_ust_bp"], rel=1e-8)
    assert fit["r_squared"] == pytest.approx(both.rsquared, rel=1e-10)


def test_a_factor_on_itself_and_too_few_days_have_no_fit(days: pd.DataFrame) -> None:
    fits = asset_fits(days).set_index(["asset", "day_type"])
    assert np.isnan(fits.loc[("spx", "all"), "r_squared"])
    assert fits.loc[("spx", "all"), "n_days"] == 400
    few = asset_fits(days[days["asset"] == "GOLD"].iloc[:1])
    assert set(few["null_reason"]) == {"too_few_observations"}
    assert few["mean_return_bp"].isna().all()
    assert asset_fits(days.iloc[:0]).empty
