"""Means and alphas by type of day: safety, risky, other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from stockbond.econometrics.estimates import NOT_FINITE, Estimate, of_mean
from stockbond.econometrics.newey_west import NotEstimableError, newey_west_mean
from stockbond.econometrics.regression import ols_hac

SAFETY, RISKY, OTHER = "safety", "risky", "other"
WEIGHTS = (SAFETY, OTHER, RISKY)
"""Columns of weights: the probabilities that a day is one of each type."""


class ByDayType(NamedTuple):
    """How a mean and an alpha of a type of day are had from days of all types.

    Both take a frame of days in calendar order and the type. The frame has the column `regime`, or one for
    each of `WEIGHTS`; the mean also takes the name of the column averaged and that of the result, the alpha
    reads the columns value and value_stock.
    """

    mean: Callable[[pd.DataFrame, str, str, str], Estimate]
    alpha: Callable[[pd.DataFrame, str, str], Estimate]


def mean_on_days(values: ArrayLike, term: str) -> Estimate:
    """Mean of a series of days of one type, with a Newey-West error on that series itself.

    mean = sum of x / N; its error is that of `newey_west_mean`, for which neighbours among the days of the
    type are one lag apart.

    Parameters
    ----------
    values
        Shape (N,), the type's days in calendar order, any unit; missing values are left out. Lags are
        floor(N^(1/4)) days of the type (see `newey_west_mean`).
    term
        Name of the result.

    Returns
    -------
    Mean and error in the unit of the values. Without them, `null_reason` is ``too_few_observations`` (N < 2),
    ``no_variation`` or ``infinite_value``.

    References
    ----------
    Newey, W. K., and K. D. West (1987): see `newey_west_mean`.
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

    The alpha of R_t = alpha + beta R^S_t + e_t by `ols_hac`. Given the days of one type, the beta is that
    type's own. No risk-free rate is taken off.

    Parameters
    ----------
    asset_return, stock_return
        Shape (N,), in calendar order, in one unit (that of the alpha).
    term
        Name of the result.

    Returns
    -------
    Alpha and its Newey-West error in the unit of the returns, or a `null_reason` of `ols_hac`.

    Raises
    ------
    ValueError
        The two series differ in length.

    References
    ----------
    Jensen, M. C. (1968): The Performance of Mutual Funds in the Period 1945-1964. Journal of Finance 23,
    389-416.
    """
    stock = np.asarray(stock_return, dtype=np.float64)
    design = np.column_stack([np.ones(len(stock)), stock])
    return ols_hac(asset_return, design, ["intercept", "r_spx"]).combination(term, {"intercept": 1.0})


def weighted_mean(days: pd.DataFrame, regime: str, column: str, term: str) -> Estimate:
    """Mean of a column on days of a type that are told by probability alone.

    The coefficient b_k of x_t = sum_k b_k p_k,t + e_t, without intercept, p_k the probability that day t is
    of type k, by `ols_hac`: what the mean would be on days of which the type is certain. Where labels
    are wrong, days of other types pull the mean of a type toward theirs; probabilities that are right as
    often as they say do not.

    Parameters
    ----------
    days
        One row per day in calendar order: the column, any unit, and `WEIGHTS`.
    regime
        The type: safety, other or risky.
    column, term
        What is averaged, and the name of the result.

    Returns
    -------
    Estimate and Newey-West error, lags floor(T^(1/4)) of all days, in the unit of the column.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Tsiatis, A. A. (2006): Semiparametric Theory and Missing Data. A regression calibration: the regressor
    that is not seen is replaced by what is expected of it.
    """
    return ols_hac(days[column], days[list(WEIGHTS)], WEIGHTS).combination(term, {regime: 1.0})


def weighted_alpha(days: pd.DataFrame, regime: str, term: str) -> Estimate:
    """`capm_alpha` of days of a type that are told by probability alone.

    The coefficient a_k of R_t = sum_k p_k,t (a_k + b_k R^S_t) + e_t by `ols_hac`: see `weighted_mean`.

    Parameters
    ----------
    days
        One row per day in calendar order: value and value_stock (returns in one unit), and `WEIGHTS`.
    regime, term
        The type, and the name of the result.

    Returns
    -------
    Alpha and its Newey-West error in the unit of the returns.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    As `weighted_mean`.
    """
    weights = days[list(WEIGHTS)].to_numpy(dtype=np.float64)
    stock = days["value_stock"].to_numpy(dtype=np.float64)[:, None]
    names = [*WEIGHTS, *(f"r_spx_{kind}" for kind in WEIGHTS)]
    fit = ols_hac(days["value"], np.column_stack([weights, weights * stock]), names)
    return fit.combination(term, {regime: 1.0})


def _labelled_mean(days: pd.DataFrame, regime: str, column: str, term: str) -> Estimate:
    return mean_on_days(days.loc[days["regime"] == regime, column], term)


def _labelled_alpha(days: pd.DataFrame, regime: str, term: str) -> Estimate:
    of_type = days[days["regime"] == regime]
    return capm_alpha(of_type["value"], of_type["value_stock"], term)


BY_LABEL = ByDayType(_labelled_mean, _labelled_alpha)
"""As the paper: each day is of the type that its label says."""
BY_PROBABILITY = ByDayType(weighted_mean, weighted_alpha)
"""Each day is of each type by its probability."""
