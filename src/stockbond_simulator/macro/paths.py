"""Paths with planted coefficients: impulses that die out, such that a regression finds the wanted slopes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.regime_lifts import carried_change, decaying, unit_paths

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def slopes(change: Array, regressors: Array, used: Flags) -> Array:
    """Least-squares coefficients on `regressors` (D, k) and, last, a constant, over the days used; shape
    (k + 1, ...). NaN where the days do not suffice."""
    design = np.column_stack([regressors, np.ones(len(regressors))])
    used = used & ~np.isnan(design).any(axis=1) & ~np.isnan(change.reshape(len(change), -1)).any(axis=1)
    if used.sum() <= design.shape[1]:
        return np.full((design.shape[1], *change.shape[1:]), np.nan)
    return np.asarray(np.linalg.lstsq(design[used], change[used], rcond=None)[0])


def residual(values: Array, regressors: Array, used: Flags) -> Array:
    """What the regressors and a constant leave of `values`, shape (D,); days that are not used keep their
    distance from the prediction."""
    coefficients = slopes(values, regressors, used)
    if np.isnan(coefficients).any():
        return np.asarray(np.nan_to_num(values - np.nanmean(values)) if len(values) > 1 else np.zeros(1))
    fitted = np.nan_to_num(regressors) @ coefficients[:-1] + coefficients[-1]
    return np.asarray(np.nan_to_num(values - fitted))


def planted_path(
    regressors: Array,
    wanted: Array,
    already: Array,
    persistence: float,
    observed: Flags,
    used: Flags,
) -> Array:
    """A path g, shape (D,), such that the changes of `already` + g have the `wanted` slopes on `regressors`.

    Each regressor gives g an impulse of its size on its days, which dies out with `persistence`; impulses
    fall only on days with an observation. A regressor that never moves in the span gets none.
    """
    impulses = np.where(observed[:, None], np.nan_to_num(regressors), 0.0)
    moves = np.array([len(np.unique(column[used])) > 1 for column in regressors.T], dtype=bool)
    if not moves.any():
        return np.zeros(len(regressors))
    regressors, impulses = regressors[:, moves], impulses[:, moves]
    units = unit_paths(impulses, persistence, ~observed)
    response = slopes(carried_change(units, observed), regressors, used)[:-1]
    missing = wanted[moves] - slopes(carried_change(already, observed), regressors, used)[:-1]
    if not (np.isfinite(response).all() and np.isfinite(missing).all()):
        return np.zeros(len(regressors))
    return np.asarray(units @ np.linalg.lstsq(response, missing, rcond=1e-6)[0])


def planted_mean(days_of: Flags, wanted: float, already: Array, persistence: float, observed: Flags) -> Array:
    """A path g such that the mean change of `already` + g on some days is the wanted one, shape (D,)."""
    unit = unit_paths(days_of.astype(float)[:, None] * observed[:, None], persistence, ~observed)[:, 0]
    chosen = days_of & observed & (np.arange(len(days_of)) > 0)
    if not chosen.any():
        return np.zeros(len(days_of))
    response = np.nanmean(carried_change(unit, observed)[chosen])
    missing = wanted - np.nanmean(carried_change(already, observed)[chosen])
    return np.asarray(unit * missing / response) if abs(response) > 1e-6 else np.zeros(len(days_of))


def reverting(rng: np.random.Generator, n_days: int, change_std: float, persistence: float) -> Array:
    """A stationary autoregression whose daily change has the given standard deviation, shape (n_days,)."""
    shocks = rng.standard_normal(n_days) * change_std * np.sqrt((1 + persistence) / 2)
    shocks[:1] /= np.sqrt(1 - persistence**2)
    return decaying(shocks, persistence)


def reverting_columns(
    rng: np.random.Generator, n_days: int, n_columns: int, change_std: float, persistence: float
) -> Array:
    """Independent columns of `reverting`, shape (n_days, n_columns)."""
    return np.column_stack([reverting(rng, n_days, change_std, persistence) for _ in range(n_columns)])
