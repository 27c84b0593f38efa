"""The three latent states and each day's target correlations of the stock with the other legs.

The targets are stratified: the days of a state receive the quantiles of that state's distribution in a
random order. So the distribution of the correlations hardly depends on the seed; its order does.
A target is what the day's five-minute returns are made to show, their sampling error included.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from stockbond_simulator.randomness import stream
from stockbond_simulator.settings import RESIDUAL_CORRELATION, SPELL_END_PROBABILITY, STATES, USD_QUANTILES

Array = NDArray[np.float64]


def latent_states(seed: int, n_days: int) -> NDArray[np.int64]:
    """The state (position in STATES) of each day, shape (n_days,): spells of geometric length.

    Each state has its exact share of days: the next spell is drawn in proportion to the days that
    each state still has to receive.
    """
    rng = stream(seed, "states")
    days_left = np.floor(np.array([state.share for state in STATES]) * n_days).astype(np.int64)
    days_left[1] += n_days - days_left.sum()
    path: list[NDArray[np.int64]] = []
    while days_left.sum() > 0:
        state = int(rng.choice(len(STATES), p=days_left / days_left.sum()))
        length = min(int(rng.geometric(SPELL_END_PROBABILITY)), int(days_left[state]))
        days_left[state] -= length
        path.append(np.full(length, state))
    return np.concatenate(path)


def stratified_uniforms(scores: Array) -> Array:
    """The scores' ranks as evenly spaced numbers in (0, 1), shape as given."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores, kind="stable")] = np.arange(len(scores))
    return (ranks + 0.5) / len(scores)


def base_ust_correlation(seed: int, states: NDArray[np.int64]) -> Array:
    """The ust correlation before events, shape (n_days,): independent draws within a state."""
    scores = stream(seed, "within_state").standard_normal(len(states))
    z = np.empty(len(states))
    for position, state in enumerate(STATES):
        days = np.flatnonzero(states == position)
        if len(days):
            df = state.degrees_of_freedom
            unit = stdtrit(df, stratified_uniforms(scores[days])) * np.sqrt((df - 2) / df)
            z[days] = state.mean + state.std * unit
    return np.tanh(z)


def persistent(rng: np.random.Generator, n_days: int, persistence: float) -> Array:
    """A stationary first-order autoregression of unit variance, shape (n_days,)."""
    shocks = rng.standard_normal(n_days)
    return autoregression(shocks, persistence)


def autoregression(shocks: Array, persistence: float) -> Array:
    """x_t = persistence x_{t-1} + sqrt(1 - persistence^2) shock_t, started in its own distribution."""
    innovations = shocks * np.sqrt(1 - persistence**2)
    innovations[0] = shocks[0]
    path = np.empty(len(shocks))
    level = 0.0
    for day, innovation in enumerate(innovations):
        level = persistence * level + innovation
        path[day] = level
    return path


def usd_correlation(seed: int, n_days: int) -> Array:
    """The usd correlation, shape (n_days,): slow and fast movements, mapped to the paper's quantiles."""
    rng = stream(seed, "usd_correlation")
    scores = 0.85 * persistent(rng, n_days, 0.98) + 0.53 * rng.standard_normal(n_days)
    knots = np.array(USD_QUANTILES)
    z = np.interp(ndtri(stratified_uniforms(scores)), knots[:, 0], knots[:, 1])
    return np.asarray(np.tanh(z))


def correlations_with_stock(seed: int, ust: Array, n_days: int) -> Array:
    """Targets of (ES, TY), (ES, TU), (ES, RATE3M) and (ES, USD), shape (n_days, 4).

    The two-year note follows the ten-year note closely, the three-month rate loosely.
    """
    rng = stream(seed, "other_correlations")
    noise = rng.standard_normal((n_days, 2))
    z = np.arctanh(ust)
    two_year = np.tanh(0.85 * z + 0.07 * noise[:, 0])
    three_month = np.tanh(0.55 * z + 0.09 * noise[:, 1])
    return np.column_stack([ust, two_year, three_month, usd_correlation(seed, n_days)])


def correlation_factor(with_stock: Array) -> Array:
    """Lower triangular L, shape (n_days, 5, 5), such that L L' is the correlation matrix of the legs.

    Its first column holds the given correlations with ES; what they leave of each leg is correlated
    as RESIDUAL_CORRELATION says, so the matrix is positive definite whatever the targets are.
    """
    n_days, n_others = with_stock.shape
    residual_factor = np.linalg.cholesky(np.array(RESIDUAL_CORRELATION)[:n_others, :n_others])
    factor = np.zeros((n_days, n_others + 1, n_others + 1))
    factor[:, 0, 0] = 1.0
    factor[:, 1:, 0] = with_stock
    factor[:, 1:, 1:] = np.sqrt(1 - with_stock**2)[:, :, None] * residual_factor
    return factor
