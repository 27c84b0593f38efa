"""Ordinary least squares with Newey-West errors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stockbond.econometrics.estimates import (
    COLLINEAR,
    NEWEY_WEST,
    NO_VARIATION,
    NOT_FINITE,
    TOO_FEW_OBSERVATIONS,
    Regression,
)
from stockbond.econometrics.newey_west import newey_west_lags

Array = NDArray[np.float64]

MIN_DEGREES_OF_FREEDOM = 10
"""A regression needs this many observations more than coefficients."""


def ols_hac(y: ArrayLike, x: ArrayLike, names: Sequence[str], lags: int | None = None) -> Regression:
    """Least squares of y on X with heteroskedasticity- and autocorrelation-consistent errors.

    With residuals e_t and the scores s_t = x_t e_t::

        V = T / (T - k) (X'X)^-1 [ G_0 + sum_{j=1..L} (1 - j / (L + 1)) (G_j + G_j') ] (X'X)^-1
        G_j = sum over t > j of s_t s_{t-j}'

    the Bartlett kernel of L lags with the small-sample factor T / (T - k). R: ``NeweyWest(lm(...), lag = L,
    prewhite = FALSE, adjust = TRUE)``.

    Parameters
    ----------
    y
        Shape (T,), in time order, any unit. Rows with a missing value are left out; those that remain are one
        lag apart from their neighbours, whatever lies between.
    x
        Shape (T, k). A constant is one of its columns if there is to be one.
    names
        The k names of the columns of `x`.
    lags
        L; floor(T^(1/4)) by default, T counting the rows that remain.

    Returns
    -------
    The coefficients with their covariance matrix. Without estimates, `null_reason` is
    ``too_few_observations`` (T - k below `MIN_DEGREES_OF_FREEDOM`), ``collinear_design``,
    ``no_variation`` (y is constant or fitted without error) or ``infinite_value``.

    Raises
    ------
    ValueError
        Shapes do not fit, `names` are not k, or `lags` is not in 0 ... T - 1.

    References
    ----------
    Newey, W. K., and K. D. West (1987): A Simple, Positive Semi-Definite, Heteroskedasticity and
    Autocorrelation Consistent Covariance Matrix. Econometrica 55, 703-708.
    """
    outcome, design, _ = complete_rows(y, x)
    n_obs, n_terms = design.shape
    if len(names) != n_terms:
        raise ValueError(f"{n_terms} columns, but {len(names)} names")
    reason = unusable(outcome, design)
    if reason:
        return Regression(tuple(names), n_obs, NEWEY_WEST, null_reason=reason)
    n_lags = newey_west_lags(n_obs) if lags is None else lags
    if not 0 <= n_lags < n_obs:
        raise ValueError(f"lags must lie between 0 and {n_obs - 1}, got {n_lags}")

    from statsmodels.regression.linear_model import OLS  # slow to import, and not every build needs it

    # Columns of very different units would look collinear to the pseudo-inverse.
    norms = column_norms(design)
    fit = OLS(outcome, design / norms).fit(
        cov_type="HAC", cov_kwds={"maxlags": n_lags, "use_correction": True}, use_t=False
    )
    if fitted_without_error(outcome, np.asarray(fit.resid)):
        return Regression(tuple(names), n_obs, NEWEY_WEST, null_reason=NO_VARIATION)
    return Regression(
        names=tuple(names),
        n_obs=n_obs,
        covariance=NEWEY_WEST,
        coefficients=np.asarray(fit.params, dtype=np.float64) / norms,
        covariance_matrix=np.asarray(fit.cov_params(), dtype=np.float64) / np.outer(norms, norms),
        classical_matrix=np.asarray(fit.normalized_cov_params * fit.scale) / np.outer(norms, norms),
        r_squared=float(fit.rsquared),
        lags=n_lags,
        correction=n_obs / (n_obs - n_terms),
    )


def complete_rows(y: ArrayLike, x: ArrayLike) -> tuple[Array, Array, NDArray[np.bool_]]:
    """y and X without the rows that miss a value, and which rows those are that remain."""
    outcome, design = np.asarray(y, dtype=np.float64), np.asarray(x, dtype=np.float64)
    if outcome.ndim != 1 or design.ndim != 2 or len(outcome) != len(design):
        raise ValueError(f"expected shapes (T,) and (T, k), got {outcome.shape} and {design.shape}")
    known = ~np.logical_or.reduce([np.isnan(outcome), *np.isnan(design).T])
    return outcome[known], design[known], known


def unusable(y: Array, x: Array) -> str | None:
    """Why least squares of y on X has no answer worth showing; None if nothing is wrong."""
    n_obs, n_terms = x.shape
    if n_obs < n_terms + MIN_DEGREES_OF_FREEDOM:
        return TOO_FEW_OBSERVATIONS
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        return NOT_FINITE
    if y.min() == y.max():
        return NO_VARIATION
    norms = column_norms(x)
    if (norms == 0).any():
        return COLLINEAR
    # Of the triangle of a tall matrix, whose singular values are the same.
    triangle = np.linalg.qr(x / norms, mode="r")
    if np.linalg.matrix_rank(triangle, tol=1e-8) < n_terms:
        return COLLINEAR
    return None


def column_norms(x: Array) -> Array:
    """Euclidean length of each column, shape (k,): divided by it, a column has no unit."""
    return np.asarray(np.sqrt((x**2).sum(axis=0)))


def fitted_without_error(y: Array, residuals: Array) -> bool:
    """Whether the residuals are no more than rounding."""
    return float(residuals @ residuals) <= 1e-24 * float(y @ y)
