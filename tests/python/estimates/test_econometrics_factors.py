"""Daily cross-section regressions against one regression at a time."""

from __future__ import annotations

from time import process_time

import numpy as np
import pandas as pd
import pytest

from stockbond.econometrics.cross_section import FACTOR_COLUMNS, MIN_ASSETS, daily_factors

CLASSES = {"us_equity": 12, "us_fixed_income": 10, "fx_commodity": 15}


def cross_section(n_days: int, seed: int = 0) -> pd.DataFrame:
    """Returns with a factor structure and some values missing."""
    rng = np.random.default_rng(seed)
    days = pd.DataFrame({"trade_date": pd.bdate_range("2004-01-01", periods=n_days)})
    assets = pd.concat(
        pd.DataFrame({"asset_class": name, "asset": [f"{name}_{i}" for i in range(n)]})
        for name, n in CLASSES.items()
    )
    frame = days.merge(assets, how="cross")
    frame["beta_stock"] = rng.normal(1, 0.4, len(frame))
    frame["beta_bond"] = rng.normal(0, 0.5, len(frame))
    noise = rng.normal(0, 20, len(frame))
    frame["excess_return_bp"] = 3 + 40 * frame["beta_stock"] - 15 * frame["beta_bond"] + noise
    gaps = rng.random(len(frame)) < 0.03
    frame["excess_return_bp"] = frame["excess_return_bp"].mask(gaps)
    return frame


def test_every_day_equals_its_own_regression() -> None:
    from statsmodels.regression.linear_model import OLS

    frame = cross_section(150)
    result = daily_factors(frame).set_index(["trade_date", "asset_class"])
    assert len(result) == 150 * len(CLASSES)
    for key, rows in frame.dropna().groupby(["trade_date", "asset_class"]):
        ours = result.loc[key]
        assert ours["n_assets"] == len(rows)
        if len(rows) < MIN_ASSETS:
            assert ours["null_reason"] == "too_few_assets"
            continue
        design = np.column_stack([np.ones(len(rows)), rows[["beta_stock", "beta_bond"]]])
        fit = OLS(rows["excess_return_bp"].to_numpy(), design).fit()
        numbers = ours[["intercept_bp", "f_stock_bp", "f_bond_bp"]].to_numpy(dtype=float)
        np.testing.assert_allclose(numbers, fit.params, rtol=1e-9)
        assert ours["r_squared"] == pytest.approx(fit.rsquared, rel=1e-9)


def test_a_whole_sample_takes_seconds() -> None:
    frame = cross_section(4600)
    start = process_time()
    result = daily_factors(frame)
    assert process_time() - start < 10
    assert result["f_stock_bp"].mean() == pytest.approx(40, abs=1)
    assert result["f_bond_bp"].mean() == pytest.approx(-15, abs=1)


def test_the_order_of_rows_does_not_matter() -> None:
    frame = cross_section(40)
    shuffled = frame.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(daily_factors(frame), daily_factors(shuffled), check_exact=True)


def one_day(betas: np.ndarray, **columns: object) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(betas, columns=["beta_stock", "beta_bond"])
    values = {"trade_date": pd.Timestamp("2020-03-03"), "asset_class": "us_equity"}
    return frame.assign(excess_return_bp=rng.normal(size=len(frame)), **values, **columns)


@pytest.mark.parametrize(
    "kind", ["constant_stock", "constant_bond", "proportional", "nearly_proportional", "zero", "all_alike"]
)
def test_betas_that_do_not_tell_the_factors_apart_say_so(kind: str) -> None:
    betas = np.random.default_rng(6).normal(1, 0.3, (10, 2))
    if kind == "constant_stock":
        betas[:, 0] = 1.1
    elif kind == "constant_bond":
        betas[:, 1] = 0.1
    elif kind == "proportional":
        betas[:, 1] = -0.3 * betas[:, 0] + 2
    elif kind == "nearly_proportional":
        betas[:, 1] = 0.7 * betas[:, 0] + 1e-10 * betas[:, 1]
    elif kind == "zero":
        betas[:, 1] = 0
    else:
        betas[:] = 0.3
    result = daily_factors(one_day(betas))
    assert result["null_reason"].tolist() == ["collinear_design"]
    assert result[["intercept_bp", "f_stock_bp", "f_bond_bp", "r_squared"]].isna().all(axis=None)


def test_betas_close_to_collinear_are_solved_another_way() -> None:
    """1 - correlation^2 of about 1e-12: normal equations would lose most digits, a factorisation does not."""
    rng = np.random.default_rng(7)
    stock = rng.normal(1, 0.3, 12)
    betas = np.column_stack([stock, 0.5 * stock + 1e-6 * rng.normal(size=12)])
    frame = one_day(betas)
    result = daily_factors(frame).iloc[0]
    design = np.column_stack([np.ones(12), betas])
    expected = np.linalg.lstsq(design, frame["excess_return_bp"], rcond=None)[0]
    numbers = result[["intercept_bp", "f_stock_bp", "f_bond_bp"]].to_numpy(dtype=float)
    np.testing.assert_allclose(numbers, expected, rtol=1e-6)


def test_fewer_assets_than_the_minimum_say_so() -> None:
    assert MIN_ASSETS == 8
    frame = one_day(np.random.default_rng(8).normal(1, 0.3, (8, 2)))
    assert daily_factors(frame)["null_reason"].isna().all()
    fewer = frame.assign(beta_bond=frame["beta_bond"].where(frame.index > 0))
    result = daily_factors(fewer)
    assert result["null_reason"].tolist() == ["too_few_assets"]
    assert result["n_assets"].tolist() == [7]


def test_days_without_any_value_and_no_days_at_all() -> None:
    betas = np.full((9, 2), np.nan)
    result = daily_factors(one_day(betas))
    assert (result["n_assets"].tolist(), result["null_reason"].tolist()) == ([0], ["too_few_assets"])
    nothing = daily_factors(one_day(betas).iloc[:0])
    assert nothing.columns.tolist() == FACTOR_COLUMNS
    assert nothing.empty


def test_constant_returns_have_factors_of_zero_and_no_r_squared() -> None:
    betas = np.random.default_rng(9).normal(1, 0.3, (9, 2))
    result = daily_factors(one_day(betas).assign(excess_return_bp=4.0)).iloc[0]
    assert result["intercept_bp"] == pytest.approx(4.0)
    assert result["f_stock_bp"] == pytest.approx(0.0, abs=1e-12)
    assert np.isnan(result["r_squared"])
