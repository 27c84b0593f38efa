"""What the warehouse will measure: the daily correlation, volatility and regime, from rounded prices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.intraday import NEVER
from stockbond_simulator.settings import (
    INTERVALS_FULL_DAY,
    MIN_DAYS_FOR_REGIMES,
    MIN_INTERVALS,
    REGIME_TAIL,
    TRADING_DAYS_A_YEAR,
)

Array = NDArray[np.float64]


def grid_returns(prices: Array, last_bar: NDArray[np.int64]) -> Array:
    """Five-minute log returns, shape (D, I), NaN where a price is missing at either end.

    prices (D, bars); last_bar (D, I + 1), the bar that gives each grid point its price.
    """
    grid = np.log(np.take_along_axis(prices, np.maximum(last_bar, 0), axis=1))
    grid[last_bar == NEVER] = np.nan
    return np.diff(grid, axis=1)


def realized_correlation(returns_a: Array, returns_b: Array) -> Array:
    """Centred correlation over the intervals where both exist, shape (D,); NaN under MIN_INTERVALS."""
    both = ~np.isnan(returns_a) & ~np.isnan(returns_b)
    n = both.sum(axis=1)
    enough = n >= MIN_INTERVALS
    count = np.where(enough, n, 1)[:, None]
    a, b = np.where(both, returns_a, 0.0), np.where(both, returns_b, 0.0)
    a = np.where(both, a - a.sum(axis=1, keepdims=True) / count, 0.0)
    b = np.where(both, b - b.sum(axis=1, keepdims=True) / count, 0.0)
    moves = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    valid = enough & (moves > 0)
    return np.where(valid, (a * b).sum(axis=1) / np.where(valid, moves, 1.0), np.nan)


def realized_volatility(returns: Array) -> Array:
    """Realised volatility, percent a year, shape (D,); NaN under MIN_INTERVALS."""
    n = (~np.isnan(returns)).sum(axis=1)
    variance = np.nansum(returns**2, axis=1) * INTERVALS_FULL_DAY / np.maximum(n, 1)
    return np.where(n >= MIN_INTERVALS, 100 * np.sqrt(TRADING_DAYS_A_YEAR * variance), np.nan)


def regimes_of(correlation: Array) -> NDArray[np.str_]:
    """safety, risky or other, shape (D,); days without a correlation, and short spans, are other."""
    regimes = np.full(len(correlation), "other", dtype="<U6")
    known = correlation[~np.isnan(correlation)]
    if len(known) >= MIN_DAYS_FOR_REGIMES:
        low, high = np.percentile(known, [REGIME_TAIL, 100 - REGIME_TAIL])
        regimes[correlation <= low] = "safety"
        regimes[correlation >= high] = "risky"
    return regimes
