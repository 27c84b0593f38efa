"""Simulated days whose true (integrated) correlation is known: what an interval meets, one thing at a time.

Each day has 390 one-minute steps; volatility and correlation are drawn anew every day. The truth of a day is
the integral of the covariance over the root of those of the variances; jumps and ticks are no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
N_MINUTES, INTERVAL = 390, 5
NEWS_MINUTE = 285  # 14:15
# Daily volatility of the session and price, with their ticks: the S&P 500 E-mini and the 10-year note.
DAILY_VOLATILITY = np.array([0.0065, 0.0022])
PRICE, TICK = np.array([1400.0, 122.0]), np.array([0.25, 1 / 64])


@dataclass(frozen=True)
class Scenario:
    """What happens on a day; nothing of it by default."""

    u_shape: bool = False
    stochastic: bool = False
    moving: bool = False
    heavy_tails: bool = False
    jumps: bool = False
    ticks: bool = False
    news: bool = False
    volatility: float = 1.0


SCENARIOS = {
    "constant": Scenario(),
    "U-shape": Scenario(u_shape=True),
    "stochastic volatility": Scenario(stochastic=True),
    "correlation moving in the day": Scenario(moving=True),
    "t4 tails": Scenario(heavy_tails=True),
    "jumps": Scenario(jumps=True),
    "ticks": Scenario(ticks=True),
    "calm with ticks": Scenario(ticks=True, volatility=0.45),
    "news at 14:15": Scenario(news=True),
}
SCENARIOS["all"] = replace(
    Scenario(),
    **dict.fromkeys(("u_shape", "stochastic", "moving", "heavy_tails", "jumps", "ticks", "news"), True),
)


@dataclass(frozen=True)
class Days:
    """Log prices (2, days, 391) at each minute, and the true correlation of each day."""

    log_prices: Array
    truth: Array

    def returns(self, minutes: int = INTERVAL) -> Array:
        """Returns (2, days, n) on a grid."""
        return np.diff(self.log_prices[..., ::minutes], axis=-1)


def simulate(scenario: Scenario, n_days: int, seed: int, z: Array | None = None) -> Days:
    """Days of a scenario; `z` is the Fisher z of their correlation, drawn around the paper's mean if None."""
    rng = np.random.default_rng(seed)
    if z is None:
        z = rng.normal(-0.33, 0.30, n_days)
    minute = (np.arange(N_MINUTES) + 0.5) / N_MINUTES
    variance = np.ones((2, n_days, N_MINUTES))
    if scenario.u_shape:
        variance *= (1 + 8 * (2 * minute - 1) ** 4) / 2.6
    if scenario.stochastic:
        variance *= np.exp(stochastic_log_variance(rng, n_days))
    if scenario.news:
        variance[..., NEWS_MINUTE : NEWS_MINUTE + INTERVAL] *= 12
    path = z[:, None] + np.zeros(N_MINUTES)
    if scenario.moving:
        steps = rng.normal(0, 0.35 / np.sqrt(N_MINUTES), (n_days, N_MINUTES)).cumsum(-1)
        path = path + steps - steps.mean(-1, keepdims=True)
    rho = np.tanh(path)
    variance = variance * (scenario.volatility * DAILY_VOLATILITY[:, None, None]) ** 2 / N_MINUTES
    deviation = np.sqrt(variance)
    covariance = rho * deviation[0] * deviation[1]
    truth = covariance.sum(-1) / np.sqrt(variance[0].sum(-1) * variance[1].sum(-1))
    shocks = rng.standard_normal((2, n_days, N_MINUTES))
    shocks[1] = rho * shocks[0] + np.sqrt(1 - rho**2) * shocks[1]
    if scenario.heavy_tails:  # of five-minute returns: both legs share an interval's scale
        scale = np.sqrt(2 / rng.chisquare(4, (n_days, N_MINUTES // INTERVAL)))
        shocks = shocks * np.repeat(scale, INTERVAL, axis=-1)
    steps = deviation * shocks
    if scenario.jumps:
        steps += jumps(rng, n_days) * DAILY_VOLATILITY[:, None, None] * scenario.volatility
    log_prices = np.log(PRICE)[:, None, None] + np.concatenate(
        [np.zeros((2, n_days, 1)), steps.cumsum(-1)], axis=-1
    )
    if scenario.ticks:
        # Days do not all begin on a tick.
        log_prices = log_prices + rng.uniform(-0.01, 0.01, (2, n_days, 1))
        tick = TICK[:, None, None]
        log_prices = np.log(np.round(np.exp(log_prices) / tick) * tick)
    return Days(log_prices, truth)


def stochastic_log_variance(rng: np.random.Generator, n_days: int) -> Array:
    """A common and an own part of each leg, mean-reverting with a half-life of an hour."""
    keep = 0.5 ** (1 / 60)
    shocks = rng.normal(0, np.sqrt(1 - keep**2), (3, n_days, N_MINUTES))
    path = np.empty_like(shocks)
    level = rng.standard_normal((3, n_days))
    for t in range(N_MINUTES):
        level = keep * level + shocks[..., t]
        path[..., t] = level
    return 0.6 * path[:1] + 0.5 * path[1:]


def jumps(rng: np.random.Generator, n_days: int) -> Array:
    """One of each leg on half of the days, a third of a day's volatility, each on its own minute."""
    found = np.zeros((2, n_days, N_MINUTES))
    for leg in range(2):
        on = np.flatnonzero(rng.random(n_days) < 0.5)
        found[leg, on, rng.integers(0, N_MINUTES, len(on))] = rng.normal(0, 0.35, len(on))
    return found
