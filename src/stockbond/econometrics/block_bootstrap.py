"""The block bootstrap of a mean on days of a type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

BLOCK, DRAWS, SEED = 20, 2_000, 3
"""Sessions a block: a month, within which volatility and the kind of day hold on; draws, and their seed."""


@dataclass(frozen=True, slots=True)
class BootstrapMean:
    """Standard error and 95 % percentile interval of a mean, in its unit; missing where it has none."""

    std_error: float
    ci_low: float
    ci_high: float


def block_bootstrap_mean(
    values: ArrayLike, is_of_type: ArrayLike, block: int = BLOCK, draws: int = DRAWS, seed: int = SEED
) -> BootstrapMean:
    """How a mean over the days of a type varies when blocks of days are drawn anew, types with them.

    Of T days in order, T / block (rounded up) blocks of neighbouring days are drawn with replacement, the
    last day followed by the first (circular blocks). Each draw has the mean::

        sum_t x_t d_t / sum_t d_t,    d_t = 1 on days of the type

    so that the number of such days is as random as it is in the data.

    Parameters
    ----------
    values
        Shape (T,), in calendar order, any unit; a missing value is left out.
    is_of_type
        Shape (T,): is the day of the type?
    block, draws, seed
        Days a block, number of draws, and their seed.

    Returns
    -------
    Standard deviation of the draws and their 2.5th and 97.5th percentiles, missing with fewer than two days.

    References
    ----------
    Politis, D. N., and J. P. Romano (1992): A circular block-resampling procedure for stationary data.
    Kuensch, H. R. (1989): The Jackknife and the Bootstrap for General Stationary Observations. Annals of
    Statistics 17, 1217-1241.
    """
    x = np.asarray(values, dtype=np.float64)
    counts = np.asarray(is_of_type, dtype=bool) & np.isfinite(x)
    if counts.sum() < 2:
        return BootstrapMean(np.nan, np.nan, np.nan)
    length = min(block, x.size)
    sums = (_circular_sums(np.where(counts, x, 0.0), length), _circular_sums(counts.astype(float), length))
    starts = _starts(x.size, length, draws, seed)
    total, number = (of_block[starts].sum(axis=1) for of_block in sums)
    # A draw without a day of the type has no mean; there are none but in tiny samples.
    means = total[number > 0] / number[number > 0]
    low, high = np.quantile(means, [0.025, 0.975])
    return BootstrapMean(float(means.std(ddof=1)), float(low), float(high))


@lru_cache(maxsize=4)
def _starts(n_days: int, length: int, draws: int, seed: int) -> NDArray[np.int64]:
    """First days of the blocks of each draw: series of one length are drawn alike."""
    return np.random.default_rng(seed).integers(0, n_days, size=(draws, -(-n_days // length)))


def _circular_sums(values: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    """Sum of the block that begins at each day."""
    around = np.concatenate([[0.0], np.cumsum(np.concatenate([values, values[: length - 1]]))])
    return np.asarray(around[length:] - around[:-length])
