"""Five-minute returns with a given correlation, volatility and lead-lag, and the price path of each bar.

Shapes: days D, intervals I = 78, legs L (ES, TY, TU, RATE3M, USD). Returns are log returns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockbond.simulate.randomness import stream
from stockbond.simulate.settings import (
    ES,
    INTERVAL_MINUTES,
    INTERVALS_FULL_DAY,
    LEAD_LAG,
    PRE_OPEN_MINUTES,
    TY,
)

Array = NDArray[np.float64]

SHOCK_DEGREES_OF_FREEDOM = 6.0
LOADING_GIVE_BACK = 1.06  # measured over 30 seeds: heavy tails lose about 6 % in 78 intervals
NEVER = -1  # no bar ended in the five minutes before a grid point


def intraday_profile() -> Array:
    """Volatility of each interval over the day's mean, shape (I,): U-shaped, its mean square is one."""
    position = (np.arange(INTERVALS_FULL_DAY) + 0.5) / INTERVALS_FULL_DAY
    variance = 0.65 + 2.6 * (1 - position) ** 8 + 1.3 * position**10
    return np.asarray(np.sqrt(variance / variance.mean()))


def heavy_tailed(rng: np.random.Generator, shape: tuple[int, ...], df: float) -> Array:
    """Multivariate Student t of unit variance, shape `shape`: the last axis shares one mixing variable."""
    mixing = np.sqrt((df - 2) / rng.chisquare(df, size=(*shape[:-1], 1)))
    return np.asarray(rng.standard_normal(shape) * mixing)


def five_minute_shocks(seed: int, n_days: int, n_legs: int, part: int = 0) -> Array:
    """Uncorrelated shocks of unit variance over the day, shape (D, I, L)."""
    rng = stream(seed, "five_minute_shocks", part)
    shocks = heavy_tailed(rng, (n_days, INTERVALS_FULL_DAY, n_legs), SHOCK_DEGREES_OF_FREEDOM)
    return shocks * intraday_profile()[:, None]


def five_minute_returns(
    shocks: Array,
    factor: Array,
    interval_volatility: Array,
    rounding_share: Array,
    day_return: Array,
    n_intervals: NDArray[np.int64],
    regimes: NDArray[np.str_],
) -> Array:
    """The five-minute returns of each day, shape (D, I, L); zero after a half day's close.

    shocks (D, I, L); factor (D, L, L), the triangular factor of the day's correlation matrix;
    interval_volatility (D, L), in log return per interval; rounding_share (D, L), the part of the
    variance that price rounding will add; day_return (D, L), spread evenly; n_intervals and regimes (D,).

    The shocks are correlated, given their lead-lag, and then corrected by a small linear map so that the
    day's own sample covariance (about its mean) is exactly the wanted one.
    """
    n_legs = shocks.shape[2]
    trading = np.arange(INTERVALS_FULL_DAY) < n_intervals[:, None]
    loadings = lead_lag_loadings(regimes, interval_volatility, rounding_share)
    correlated = shocks @ factor.transpose(0, 2, 1)
    for interval in range(1, INTERVALS_FULL_DAY):
        earlier = correlated[:, interval - 1, :2]
        correlated[:, interval, :2] += (loadings @ earlier[:, :, None])[:, :, 0]
    correlated *= trading[:, :, None]
    centred = correlated - correlated.sum(axis=1, keepdims=True) / n_intervals[:, None, None]
    centred *= trading[:, :, None]
    sample_covariance = centred.transpose(0, 2, 1) @ centred / n_intervals[:, None, None]
    sample_factor = np.linalg.cholesky(sample_covariance)
    correction = np.linalg.solve(sample_factor.transpose(0, 2, 1), factor.transpose(0, 2, 1))
    # The day's return adds its square over n to the sum of squares; take that share off here.
    scale = interval_volatility * np.sqrt(1 - 1 / n_intervals)[:, None]
    returns = (centred @ correction) * scale[:, None, :]
    returns += (day_return / n_intervals[:, None])[:, None, :] * trading[:, :, None]
    return np.asarray(returns).reshape(len(shocks), INTERVALS_FULL_DAY, n_legs)


def lead_lag_loadings(regimes: NDArray[np.str_], interval_volatility: Array, rounding_share: Array) -> Array:
    """Loadings of next on present standardised returns of ES and TY, shape (D, 2, 2).

    The planted loadings are per unit of return, so they are scaled by the legs' volatilities, and a little
    larger than what is to be found: fixing the day's sample variance takes some off again. Rounding
    makes successive returns look like reversals by half its share of the variance, and blurs the return
    that predicts: both are given back.
    """
    loadings = np.zeros((len(regimes), 2, 2))
    for regime, planted in LEAD_LAG.items():
        loadings[regimes == regime] = [
            [planted.es_on_es, planted.es_on_ty],
            [planted.ty_on_es, planted.ty_on_ty],
        ]
    loadings *= LOADING_GIVE_BACK
    ratio = interval_volatility[:, TY] / interval_volatility[:, ES]
    loadings[:, 0, 1] *= ratio / (1 - rounding_share[:, TY])
    loadings[:, 1, 0] /= ratio * (1 - rounding_share[:, ES])
    loadings[:, 0, 0] += rounding_share[:, ES] / 2
    loadings[:, 1, 1] += rounding_share[:, TY] / 2
    return loadings


def bar_ends(bar_minutes: int) -> NDArray[np.int64]:
    """Minutes from 09:30 to the end of each bar of a full day, the pre-open bars first."""
    n_pre_open = max(1, PRE_OPEN_MINUTES // bar_minutes)
    n_session = INTERVALS_FULL_DAY * INTERVAL_MINUTES // bar_minutes
    return (np.arange(n_pre_open + n_session) + 1 - n_pre_open) * bar_minutes


class BarPath:
    """Log price over the 09:30 price at the end of each bar, from the five-minute returns.

    Between the grid points the path has its own one-minute shocks, correlated across legs as the day's
    five-minute returns are, so that other grids than the round one show nearly the same correlation.
    """

    def __init__(self, seed: int, factor: Array, interval_volatility: Array, bar_minutes: int) -> None:
        self.ends = bar_ends(bar_minutes)
        n_days, n_legs = interval_volatility.shape
        rng = stream(seed, "one_minute_shocks")
        per_minute = interval_volatility / np.sqrt(INTERVAL_MINUTES)
        n_pre_open = int((self.ends <= 0).sum())
        pre_open = rng.standard_normal((n_days, n_pre_open, n_legs)) @ factor.transpose(0, 2, 1)
        pre_open *= (per_minute * np.sqrt(bar_minutes))[:, None, :]
        # The last pre-open bar ends at 09:30 with the 09:30 price: earlier ones lie the later steps below.
        self.before_open = pre_open - np.cumsum(pre_open[:, ::-1], axis=1)[:, ::-1]
        self.first_step = pre_open[:, 0]
        self.within: Array | None = None
        if bar_minutes % INTERVAL_MINUTES:
            within = rng.standard_normal((n_days, INTERVALS_FULL_DAY * INTERVAL_MINUTES, n_legs))
            within = within @ factor.transpose(0, 2, 1)
            blocks = within.reshape(n_days, INTERVALS_FULL_DAY, INTERVAL_MINUTES, n_legs)
            blocks -= blocks.mean(axis=2, keepdims=True)  # a bridge: it leaves the grid points alone
            blocks *= intraday_profile()[:, None, None] * per_minute[:, None, None, :]
            self.within = within

    def path(self, returns: Array, days: NDArray[np.int64]) -> Array:
        """Shape (len(days), bars, L) for the days' five-minute returns, shape (len(days), I, L)."""
        if self.within is None:
            step = INTERVAL_MINUTES
            steps = returns
        else:
            step = 1
            steps = np.repeat(returns / INTERVAL_MINUTES, INTERVAL_MINUTES, axis=1) + self.within[days]
        session_ends = self.ends[self.ends > 0]
        session = np.cumsum(steps, axis=1)[:, session_ends // step - 1]
        return np.concatenate([self.before_open[days], session], axis=1)


def last_bars(present: NDArray[np.bool_], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last bar that ended in the five minutes up to each grid point, shape (D, 79), or NEVER.

    present (D, bars) says which bars exist; ends (bars,) in minutes from 09:30.
    """
    grid = np.arange(INTERVALS_FULL_DAY + 1) * INTERVAL_MINUTES
    found = np.full((len(present), len(grid)), NEVER)
    for point, minute in enumerate(grid):
        for bar in np.flatnonzero((ends > minute - INTERVAL_MINUTES) & (ends <= minute)):
            found[present[:, bar], point] = bar
    return found
