"""Every asset by type of day: what it earns, and how much stocks and bonds explain. Not in the paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stockbond.econometrics.day_types import OTHER, RISKY, SAFETY, mean_on_days
from stockbond.econometrics.regression import ols_hac

DAY_TYPES = (SAFETY, RISKY, OTHER, "all")
TYPES = {
    "sample": "str",
    "asset": "str",
    "day_type": "str",
    "n_days": "int64",
    "first_date": "datetime64[us]",
    "last_date": "datetime64[us]",
    "mean_return_bp": "float64",
    "std_error": "float64",
    "t_stat": "float64",
    "p_value": "float64",
    "return_std_bp": "float64",
    "share_of_days_up": "float64",
    "capm_beta": "float64",
    "capm_r_squared": "float64",
    "beta_stock": "float64",
    "beta_bond": "float64",
    "beta_bond_t_stat": "float64",
    "r_squared": "float64",
    "null_reason": "str",
}


def asset_fits(days: pd.DataFrame) -> pd.DataFrame:
    """Mean return, CAPM and stock-and-bond regression of every asset on the days of each type.

    On the days of a type, with R^S stocks and R^B the 10-year note::

        R_t = alpha + capm_beta R^S_t + e_t,    R_t = a + beta_stock R^S_t + beta_bond R^B_t + u_t

    Parameters
    ----------
    days
        One row per sample, asset and trading day: sample, asset, trade_date, regime (safety, risky, other or
        missing), return_bp, r_spx_bp, r_ust_bp. Days without the asset's return are left out; the regressions
        need all three.

    Returns
    -------
    One row per sample, asset and day_type (safety, risky, other, all), typed as in `TYPES`: the days of the
    type with a return, the first and the last of them, the mean return with a Newey-West error, beta and R
    squared of the regression on stocks alone, and of that on stocks and the 10-year note. Returns and their
    errors in basis points. Numbers that cannot be had are missing; `null_reason` says why the mean is.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Not in the paper, which claims of the fit of the two factors by type of day without a table.
    """
    known = days.dropna(subset="return_bp").sort_values("trade_date", kind="stable")
    frame = pd.DataFrame(_rows(known), columns=list(TYPES))
    return frame.astype(TYPES)


def _rows(known: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for (sample, asset), of_asset in known.groupby(["sample", "asset"]):
        of_type = {day_type: (of_asset["regime"] == day_type).to_numpy(dtype=bool) for day_type in DAY_TYPES}
        of_type["all"] = np.ones(len(of_asset), dtype=bool)
        dates = of_asset["trade_date"].to_numpy()
        numbers = of_asset[["return_bp", "r_spx_bp", "r_ust_bp"]].to_numpy(dtype=np.float64)
        for day_type, chosen in of_type.items():
            ends = dates[chosen][[0, -1]] if chosen.any() else (None, None)
            row = {"sample": sample, "asset": asset, "day_type": day_type}
            yield row | dict(zip(("first_date", "last_date"), ends, strict=True)) | _fit(numbers[chosen])


def _fit(numbers: NDArray[np.float64]) -> dict[str, Any]:
    """Of the returns of the asset, stocks and the note, one row per day."""
    returns = numbers[:, 0]
    mean = mean_on_days(returns, "mean_return")
    if mean.null_reason:
        return {"n_days": len(returns), "null_reason": mean.null_reason}
    y, stock, bond = numbers[~np.isnan(numbers).any(axis=1)].T
    both = ols_hac(
        y, np.column_stack([stock, bond, np.ones(len(y))]), ["beta_stock", "beta_bond", "intercept"]
    )
    fit: dict[str, Any] = {}
    if both.null_reason is None:
        beta_stock, beta_bond, _ = both.terms()
        fit = {
            "beta_stock": beta_stock.estimate,
            "beta_bond": beta_bond.estimate,
            "beta_bond_t_stat": beta_bond.t_stat,
            "r_squared": both.r_squared,
            **_on_stocks_alone(y, stock),
        }
    return {
        "n_days": mean.n_obs,
        "mean_return_bp": mean.estimate,
        "std_error": mean.std_error,
        "t_stat": mean.t_stat,
        "p_value": mean.p_value,
        "return_std_bp": float(returns.std(ddof=1)),
        "share_of_days_up": float((returns > 0).mean()),
        **fit,
    }


def _on_stocks_alone(y: NDArray[np.float64], stock: NDArray[np.float64]) -> dict[str, float]:
    covariance = np.cov(stock, y)
    return {
        "capm_beta": float(covariance[0, 1] / covariance[0, 0]),
        "capm_r_squared": float(covariance[0, 1] ** 2 / (covariance[0, 0] * covariance[1, 1])),
    }
