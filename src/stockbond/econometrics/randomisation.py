"""Randomisation tests of a mean, and p-values for many tests at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

DRAWS, SEED = 10_000, 14
_AT_ONCE = 2_000
_SAME = 1e-12  # sums of the same numbers in another order are equal


def randomisation_p_values(
    means: ArrayLike, sizes: ArrayLike, pool: ArrayLike, draws: int = DRAWS, seed: int = SEED
) -> Array:
    """How often random days would have a mean as far from the pool's as those given: two-sided p-values.

    For a mean of N values, with m_d the mean of N values drawn from the pool without replacement::

        p = (1 + #{ d : |m_d - mean(pool)| >= |mean - mean(pool)| }) / (1 + draws)

    Exact whatever the distribution, if the days were chosen without regard to the values. The first N values
    of one random order of the pool are a draw for each N, so all sizes share their draws.

    Parameters
    ----------
    means, sizes
        Shape (k,): the means to judge, in the unit of the pool, and the number of values behind each.
    pool
        Shape (P,), finite.
    draws, seed
        Number of random orders, and their seed (P is part of it).

    Returns
    -------
    Shape (k,); missing where the size is not in 1 ... P.

    References
    ----------
    Fisher, R. A. (1935): The Design of Experiments. Davison, A. C., and D. V. Hinkley (1997): Bootstrap
    Methods and their Application, 4.3.
    """
    observed, n, values = np.asarray(means, dtype=float), np.asarray(sizes), np.asarray(pool, dtype=float)
    found = np.full(observed.shape, np.nan)
    usable = (n >= 1) & (n <= values.size) & np.isfinite(observed)
    if not usable.any():
        return found
    centred = values - values.mean()
    distance = np.abs(observed[usable] - values.mean()) * (1 - _SAME)
    at = n[usable] - 1
    reached = np.zeros(distance.size, dtype=np.int64)
    for order in _random_orders(values.size, _rounded_up(int(at.max()) + 1, values.size), draws, seed):
        totals = np.cumsum(centred[order[: at.max() + 1]], axis=0)[at]
        reached += (np.abs(totals) / (at + 1)[:, None] >= distance[:, None]).sum(axis=1)
    found[usable] = (1 + reached) / (1 + draws)
    return found


def _rounded_up(n_first: int, n_values: int) -> int:
    """The next power of two, so that pools of one size share their orders; a longer one begins alike."""
    return int(min(n_values, 1 << (n_first - 1).bit_length()))


@lru_cache(maxsize=8)
def _random_orders(n_values: int, n_first: int, draws: int, seed: int) -> list[NDArray[np.int32]]:
    """The first of random orders of 0 ... n_values - 1, one per column (Fisher-Yates, column by column)."""
    width = min(_AT_ONCE, draws)
    order = np.empty((n_values, width), dtype=np.int32)
    flat, parts = order.reshape(-1), []  # a view: places in it are found faster than rows and columns
    for first in range(0, draws, width):
        rng = np.random.default_rng([seed, n_values, first])
        column = np.arange(min(width, draws - first))
        order[:] = np.arange(n_values, dtype=np.int32)[:, None]
        for i in range(n_first):
            other = rng.integers(i, n_values, size=column.size) * width + column
            chosen = flat[other]
            flat[other] = order[i, : column.size]
            order[i, : column.size] = chosen
        parts.append(order[:n_first, : column.size].copy())
    return parts


def holm(p_values: Sequence[float] | Array) -> Array:
    """Holm's adjusted p-values: which of many tests reject if not one false rejection is wanted.

    Over the m p-values in rising order, max over j <= i of min(1, (m - j + 1) p_(j)); missing ones are left
    out of account.

    Parameters
    ----------
    p_values
        Shape (k,), in any order.

    Returns
    -------
    Shape (k,), in that order; missing where the p-value is.

    References
    ----------
    Holm, S. (1979): A Simple Sequentially Rejective Multiple Test Procedure. Scandinavian Journal of
    Statistics 6, 65-70.
    """
    p = np.asarray(p_values, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(p))
    rising = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full(p.shape, np.nan)
    weights = np.arange(rising.size, 0, -1)
    adjusted[rising] = np.minimum(np.maximum.accumulate(weights * p[rising]), 1)
    return adjusted


def benjamini_hochberg(p_values: Sequence[float] | Array) -> Array:
    """Benjamini and Hochberg's adjusted p-values: the share of false rejections among those up to here.

    Over the m p-values in rising order, min over j >= i of min(1, m / j p_(j)); missing ones are left out of
    account.

    Parameters
    ----------
    p_values
        Shape (k,), in any order.

    Returns
    -------
    Shape (k,), in that order; missing where the p-value is.

    References
    ----------
    Benjamini, Y., and Y. Hochberg (1995): Controlling the False Discovery Rate. Journal of the Royal
    Statistical Society B 57, 289-300.
    """
    p = np.asarray(p_values, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(p))
    rising = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full(p.shape, np.nan)
    scaled = p[rising] * rising.size / np.arange(1, rising.size + 1)
    adjusted[rising] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return adjusted
