"""Means and alphas by type of day: safety, risky, other."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from stockbond.econometrics.estimates import NOT_FINITE, Estimate, of_mean
from stockbond.econometrics.newey_west import NotEstimableError, newey_west_mean
from stockbond.econometrics.regression import ols_hac

SAFETY, RISKY, OTHER = "safety", "risky", "other"


def mean_on_days(values: ArrayLike, term: str) -> Estimate:
    """Mean of a series of days of one type, with a Newey-West error on that series itself.

    Parameters
    ----------
    values
        Shape (N,), the type's days in calendar order, any unit; missing values are left out. Lags are
        floor(N^(1/4)) days of the type (see `newey_west_mean`).
    term
        Name of the result.
    """
    series = np.asarray(values, dtype=np.float64)
    series = series[~np.isnan(series)]
    if not np.isfinite(series).all():
        return Estimate(term, series.size, null_reason=NOT_FINITE)
    try:
        return of_mean(term, newey_west_mean(series))
    except NotEstimableError as error:
        return Estimate(term, series.size, null_reason=error.reason)


def capm_alpha(asset_return: ArrayLike, stock_return: ArrayLike, term: str) -> Estimate:
    """Intercept of the asset's return on a constant and the stock market's, on the days given.

    Given the days of one type, the beta is that type's own. No risk-free rate is taken off.

    Parameters
    ----------
    asset_return, stock_return
        Shape (N,), in calendar order, in one unit (that of the alpha).
    term
        Name of the result.
    """
    stock = np.asarray(stock_return, dtype=np.float64)
    design = np.column_stack([np.ones(len(stock)), stock])
    return ols_hac(asset_return, design, ["intercept", "r_spx"]).combination(term, {"intercept": 1.0})


def regime_dummy(regime: pd.Series, value: str) -> pd.Series:
    """1 on days of the regime, 0 on days of another, missing on days without a regime."""
    return (regime == value).astype("float64").where(regime.notna())


def tail_dummy(values: pd.Series, share: float, lower: bool) -> pd.Series:
    """1 on the days of a tail of the series, 0 on the others, missing where the series is.

    The tail holds the `share` of days with the lowest (or highest) values: quantiles by linear interpolation,
    ties belong to the tail.
    """
    numbers = values.astype("float64")
    in_tail = numbers <= numbers.quantile(share) if lower else numbers >= numbers.quantile(1 - share)
    return in_tail.astype("float64").where(numbers.notna())
