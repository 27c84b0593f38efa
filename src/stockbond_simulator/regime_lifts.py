"""Effects of the type of day on a level: paths whose mean change on safety and risky days is given.

A level cannot rise by the same amount on every safety day and never come back. So each day of a type gives
the path an impulse that dies out, and the impulses are chosen such that the mean change over the type's days,
dying out included, is exactly the wanted one. On frozen days (the events of the event study, days without
an observation) the path stands still: what the event study compares stays as it was.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from stockbond_simulator.calendar import Event

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

TAILS = ("safety", "risky")


def decaying(impulses: Array, persistence: float) -> Array:
    """x_t = persistence x_{t-1} + impulse_t from x = 0 before the first day; days are the first axis."""
    return np.asarray(lfilter([1.0], [1.0, -persistence], impulses, axis=0), dtype=np.float64)


def unit_paths(impulses: Array, persistence: float, frozen: Flags) -> Array:
    """`decaying` on the days that are not frozen, standing still on the others; shapes (D, q), (D,)."""
    moving = np.flatnonzero(~frozen)
    paths = np.zeros_like(impulses, dtype=np.float64)
    if len(moving):
        paths[moving] = decaying(np.asarray(impulses, dtype=np.float64)[moving], persistence)
        latest = np.maximum.accumulate(np.where(frozen, -1, np.arange(len(frozen))))
        paths = np.where((latest >= 0)[:, None], paths[np.maximum(latest, 0)], 0.0)
    return paths


def carried_change(values: Array, observed: Flags) -> Array:
    """Change from the session before, the last observed value standing in on days without one; NaN first.

    values (D,) or (D, q); observed (D,).
    """
    latest = np.maximum.accumulate(np.where(observed, np.arange(len(observed)), -1))
    held = np.asarray(values[np.maximum(latest, 0)], dtype=np.float64).copy()
    held[latest < 0] = np.nan
    change = np.full(held.shape, np.nan)
    change[1:] = held[1:] - held[:-1]
    return change


def mean_on(change: Array, days: Flags) -> float:
    """Mean over the days that have a change; NaN without any."""
    chosen = change[days & ~np.isnan(change)]
    return float(chosen.mean()) if len(chosen) else float("nan")


def regime_lift(
    regimes: NDArray[np.str_],
    wanted: dict[str, float],
    already: Array,
    persistence: float,
    frozen: Flags,
    observed: Flags,
    weight: Array | None = None,
) -> Array:
    """A path g, shape (D,), such that the mean change of `already` + weight x g on the days of each type in
    `wanted` is the wanted one. Zero where the span has no regimes."""
    types = [kind for kind in TAILS if kind in wanted and (regimes == kind)[1:].any()]
    if not types:
        return np.zeros(len(regimes))
    impulses = np.column_stack([regimes == kind for kind in types]).astype(np.float64)
    units = unit_paths(impulses, persistence, frozen)
    weighted = units if weight is None else units * weight[:, None]
    unit_changes, base_change = carried_change(weighted, observed), carried_change(already, observed)
    response = np.array([[mean_on(column, regimes == kind) for column in unit_changes.T] for kind in types])
    missing = np.array([wanted[kind] - mean_on(base_change, regimes == kind) for kind in types])
    if not (np.isfinite(response).all() and np.isfinite(missing).all()):
        return np.zeros(len(regimes))
    # Least squares: in a short span all days of a type may be frozen, and then nothing is planted there.
    impulse = np.linalg.lstsq(response, missing, rcond=1e-6)[0]
    return np.asarray(units @ impulse)


def event_days(events: list[Event], n_days: int) -> Flags:
    """The sessions with an event of the event study, shape (D,)."""
    flags = np.zeros(n_days, dtype=bool)
    flags[[event.session for event in events]] = True
    return flags
