"""Mean of a time series with a Newey-West standard error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KERNEL = "bartlett"


class NotEstimableError(ValueError):
    """The data do not identify the estimate; `reason` is a short code for tables."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class MeanEstimate:
    """A mean in the unit of the data, with its standard error and test of a zero mean."""

    mean: float
    std_error: float
    t_stat: float
    p_value: float
    """Two-sided, standard normal."""
    n_obs: int
    lags: int
    kernel: str
    correction: float
    """Factor applied to the variance for the sample's size: n / (n - 1)."""


def newey_west_lags(n_obs: int) -> int:
    """Lag length floor(n^(1/4)). Integer arithmetic: a float's power can fall short of a whole number."""
    return math.isqrt(math.isqrt(n_obs))


def newey_west_mean(x: Sequence[float] | NDArray[np.float64], lags: int | None = None) -> MeanEstimate:
    """Mean of `x` with the heteroskedasticity- and autocorrelation-consistent error of Newey and West.

    With e_t = x_t - mean and g_j = sum over t > j of e_t e_{t-j}::

        se^2 = (g_0 + 2 sum_{j=1..L} (1 - j / (L + 1)) g_j) / n^2 * n / (n - 1)

    which is ordinary least squares on a constant with the Bartlett kernel of L lags and the small-sample
    factor n / (n - k), k = 1. R: ``NeweyWest(lm(x ~ 1), lag = L, prewhite = FALSE, adjust = TRUE)``.

    Parameters
    ----------
    x
        Shape (n,), in time order, any unit. Neighbours in `x` are one lag apart, whatever lies between them.
    lags
        L; floor(n^(1/4)) by default.

    Raises
    ------
    NotEstimableError
        Fewer than two observations (``too_few_observations``) or no variation (``no_variation``).
    ValueError
        `x` is not one-dimensional, not finite, or `lags` is not in 0 ... n - 1.

    References
    ----------
    Newey, W. K., and K. D. West (1987): A Simple, Positive Semi-Definite, Heteroskedasticity and
    Autocorrelation Consistent Covariance Matrix. Econometrica 55, 703-708.
    """
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"expected one dimension, got shape {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError("the series holds values that are not finite; drop missing observations first")
    n_obs = values.size
    if n_obs < 2:
        raise NotEstimableError("too_few_observations", f"a standard error needs 2 observations, got {n_obs}")
    if values.min() == values.max():
        raise NotEstimableError("no_variation", f"all {n_obs} observations are equal")
    n_lags = newey_west_lags(n_obs) if lags is None else lags
    if not 0 <= n_lags < n_obs:
        raise ValueError(f"lags must lie between 0 and {n_obs - 1}, got {n_lags}")

    from statsmodels.regression.linear_model import OLS  # slow to import, and not every build needs it

    fit = OLS(values, np.ones(n_obs)).fit(
        cov_type="HAC", cov_kwds={"maxlags": n_lags, "use_correction": True}, use_t=False
    )
    return MeanEstimate(
        mean=float(fit.params[0]),
        std_error=float(fit.bse[0]),
        t_stat=float(fit.tvalues[0]),
        p_value=float(fit.pvalues[0]),
        n_obs=n_obs,
        lags=n_lags,
        kernel=KERNEL,
        correction=n_obs / (n_obs - 1),
    )
