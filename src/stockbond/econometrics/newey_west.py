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
    correction: float
    """Factor applied to the variance for the sample's size: n / (n - 1)."""


def newey_west_lags(n_obs: int) -> int:
    """Lag length L = floor(n^(1/4)). Integer arithmetic: a float's power can fall short of a whole number.

    Parameters
    ----------
    n_obs
        Number of observations.

    Returns
    -------
    Whole observations (days, events, what the series is made of).

    Raises
    ------
    ValueError
        `n_obs` is negative.

    References
    ----------
    Greene, W. H. (2003): Econometric Analysis, 5th edition, 10.3. The paper's printed t follow from it.
    """
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

    Returns
    -------
    The mean and its standard error in the unit of `x`; t statistic, two-sided p-value of the standard normal.

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

    (mean,), (std_error,) = newey_west_errors(values[None, :], n_lags)
    t_stat = mean / std_error
    return MeanEstimate(
        mean=float(mean),
        std_error=float(std_error),
        t_stat=float(t_stat),
        p_value=math.erfc(abs(t_stat) / math.sqrt(2)),
        n_obs=n_obs,
        lags=n_lags,
        correction=n_obs / (n_obs - 1),
    )


def newey_west_errors(
    x: NDArray[np.float64], lags: int | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Means of many series of one length and their Newey-West errors: `newey_west_mean` of each row.

    Parameters
    ----------
    x
        Shape (d, n), each row in time order, finite, n of at least 2.
    lags
        L; floor(n^(1/4)) by default.

    Returns
    -------
    Means and standard errors, shape (d,) each; an error of zero where a row does not vary.
    """
    n_obs = x.shape[1]
    lags = newey_west_lags(n_obs) if lags is None else lags
    mean = x.mean(axis=1)
    residuals = x - mean[:, None]
    total = (residuals**2).sum(axis=1)
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * (residuals[:, lag:] * residuals[:, :-lag]).sum(axis=1)
    return mean, np.sqrt(np.maximum(total, 0.0) / (n_obs * (n_obs - 1)))
