"""Five-minute returns with a given correlation, volatility and lead-lag, and the price path of each bar.

Shapes: days D, intervals I of the session, legs L (ES, TY, TU, RATE3M, USD). Returns are log returns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.hours import Hours, bar_ends, interval_ends, is_after_news, is_in_session
from stockbond_simulator.randomness import stream
from stockbond_simulator.settings import (
    ES,
    INTERVAL_MINUTES,
    INTERVALS_FULL_DAY,
    LEAD_LAG,
    NEWS_VOLATILITY,
    OUTSIDE_SESSION_VOLATILITY,
    TY,
)

Array = NDArray[np.float64]

SHOCK_DEGREES_OF_FREEDOM = 6.0
LOADING_GIVE_BACK = 1.06  # measured over 30 seeds: heavy tails lose about 6 % in a day
NEVER = -1  # no bar ended in the five minutes before a grid point


def intraday_profile(hours: Hours | None = None) -> Array:
    """Volatility of each interval over the day's mean, shape (I,): U-shaped, its mean square is one.

    With hours it is larger after news.
    """
    position = (np.arange(INTERVALS_FULL_DAY) + 0.5) / INTERVALS_FULL_DAY
    variance = 0.65 + 2.6 * (1 - position) ** 8 + 1.3 * position**10
    news = is_after_news(interval_ends(INTERVALS_FULL_DAY), INTERVAL_MINUTES, hours)
    variance = np.where(news, NEWS_VOLATILITY**2 * variance, variance)
    return np.asarray(np.sqrt(variance / variance.mean()))


def heavy_tailed(rng: np.random.Generator, shape: tuple[int, ...], df: float) -> Array:
    """Multivariate Student t of unit variance, shape `shape`: the last axis shares one mixing variable."""
    mixing = np.sqrt((df - 2) / rng.chisquare(df, size=(*shape[:-1], 1)))
    return np.asarray(rng.standard_normal(shape) * mixing)


def five_minute_shocks(
    seed: int, n_days: int, n_legs: int, part: int = 0, hours: Hours | None = None
) -> Array:
    """Uncorrelated shocks of unit variance over the day, shape (D, I, L)."""
    rng = stream(seed, "five_minute_shocks", part)
    shocks = heavy_tailed(rng, (n_days, INTERVALS_FULL_DAY, n_legs), SHOCK_DEGREES_OF_FREEDOM)
    return shocks * intraday_profile(hours)[:, None]


def five_minute_returns(
    shocks: Array,
    factor: Array,
    interval_volatility: Array,
    rounding_share: Array,
    day_return: Array,
    n_intervals: NDArray[np.int64],
    regimes: NDArray[np.str_],
    is_exact: bool = True,
) -> Array:
    """The five-minute returns of each day, shape (D, I, L); zero after a half day's close.

    shocks (D, I, L); factor (D, L, L), the triangular factor of the day's correlation matrix;
    interval_volatility (D, L), in log return per interval; rounding_share (D, L), the part of the
    variance that price rounding will add; day_return (D, L), spread evenly; n_intervals and regimes (D,).

    The shocks are correlated, given their lead-lag, and then corrected by a small linear map so that the
    day's own sample covariance (about its mean) is exactly the wanted one; without `is_exact` they are not,
    and the day's correlation is its true one and sampling.
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
    if is_exact:
        sample_covariance = centred.transpose(0, 2, 1) @ centred / n_intervals[:, None, None]
        sample_factor = np.linalg.cholesky(sample_covariance)
        centred @= np.linalg.solve(sample_factor.transpose(0, 2, 1), factor.transpose(0, 2, 1))
    # The day's return adds its square over n to the sum of squares; take that share off here.
    scale = interval_volatility * np.sqrt(1 - 1 / n_intervals)[:, None]
    returns = centred * scale[:, None, :]
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


class BarPath:
    """Log price over that at the open at the end of each bar, from the five-minute returns.

    Between the grid points the path has its own one-minute shocks, correlated across legs as the day's
    five-minute returns are, so that other grids than the round one show nearly the same correlation.
    """

    def __init__(
        self,
        seed: int,
        factor: Array,
        interval_volatility: Array,
        bar_minutes: int,
        hours: Hours | None = None,
    ) -> None:
        self.ends = bar_ends(bar_minutes, hours)
        n_days, n_legs = interval_volatility.shape
        rng = stream(seed, "one_minute_shocks")
        per_minute = interval_volatility / np.sqrt(INTERVAL_MINUTES)
        n_pre_open = int((self.ends <= 0).sum())
        pre_open = rng.standard_normal((n_days, n_pre_open, n_legs)) @ factor.transpose(0, 2, 1)
        pre_open *= (per_minute * np.sqrt(bar_minutes))[:, None, :]
        if hours is not None:
            pre_open *= outside_session_profile(self.ends[self.ends <= 0], bar_minutes, hours)[:, None]
        # The last pre-open bar ends at the open with its price: earlier ones lie the later steps below.
        self.before_open = pre_open - np.cumsum(pre_open[:, ::-1], axis=1)[:, ::-1]
        self.first_step = pre_open[:, 0]
        self.within: Array | None = None
        if bar_minutes % INTERVAL_MINUTES:
            within = rng.standard_normal((n_days, INTERVALS_FULL_DAY * INTERVAL_MINUTES, n_legs))
            within = within @ factor.transpose(0, 2, 1)
            blocks = within.reshape(n_days, INTERVALS_FULL_DAY, INTERVAL_MINUTES, n_legs)
            blocks -= blocks.mean(axis=2, keepdims=True)  # a bridge: it leaves the grid points alone
            blocks *= intraday_profile(hours)[:, None, None] * per_minute[:, None, None, :]
            self.within = within
        after_ends = self.ends[self.ends > INTERVALS_FULL_DAY * INTERVAL_MINUTES]
        after = rng.standard_normal((n_days, len(after_ends), n_legs)) @ factor.transpose(0, 2, 1)
        after *= (per_minute * np.sqrt(bar_minutes))[:, None, :]
        after *= outside_session_profile(after_ends, bar_minutes, hours)[:, None]
        self.after_close = np.cumsum(after, axis=1)

    def path(self, returns: Array, days: NDArray[np.int64]) -> Array:
        """Shape (len(days), bars, L) for the days' five-minute returns, shape (len(days), I, L)."""
        if self.within is None:
            step = INTERVAL_MINUTES
            steps = returns
        else:
            step = 1
            steps = np.repeat(returns / INTERVAL_MINUTES, INTERVAL_MINUTES, axis=1) + self.within[days]
        session_ends = self.ends[is_in_session(self.ends)]
        session = np.cumsum(steps, axis=1)[:, session_ends // step - 1]
        after = session[:, -1:] + self.after_close[days]
        return np.concatenate([self.before_open[days], session, after], axis=1)


def outside_session_profile(ends: NDArray[np.int64], bar_minutes: int, hours: Hours | None) -> Array:
    """Volatility of bars outside the session over the session's mean, larger after news."""
    news = is_after_news(ends, bar_minutes, hours)
    return np.where(news, NEWS_VOLATILITY, OUTSIDE_SESSION_VOLATILITY)


def last_bars(present: NDArray[np.bool_], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last bar that ended in the five minutes up to each grid point, shape (D, I + 1), or NEVER.

    present (D, bars) says which bars exist; ends (bars,) in minutes from the open.
    """
    grid = np.arange(INTERVALS_FULL_DAY + 1) * INTERVAL_MINUTES
    found = np.full((len(present), len(grid)), NEVER)
    for point, minute in enumerate(grid):
        for bar in np.flatnonzero((ends > minute - INTERVAL_MINUTES) & (ends <= minute)):
            found[present[:, bar], point] = bar
    return found
