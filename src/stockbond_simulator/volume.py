"""Contracts traded in a day: more on volatile days, and as the type of day asks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.calendar import Sessions
from stockbond_simulator.intraday import intraday_profile
from stockbond_simulator.randomness import stream
from stockbond_simulator.regime_lifts import regime_lift
from stockbond_simulator.settings import (
    INSTRUMENTS,
    INTERVALS_FULL_DAY,
    VOLUME_CHANGE_STD,
    VOLUME_LIFT_PERSISTENCE,
)

Array = NDArray[np.float64]

DAY_NOISE = 0.15  # standard deviation of a day's log volume
PASSES = 4


def day_noise(rng: np.random.Generator, n_days: int) -> Array:
    """What a day's volume owes to chance, as a factor, shape (D,): the first draw of the leg's stream."""
    return np.exp(DAY_NOISE * rng.standard_normal(n_days))


def expected_volume(leg: int, volatility: Array) -> Array:
    """Volume of a full day given its volatility, contracts, shape (D,)."""
    return np.asarray(INSTRUMENTS[leg].volume * np.sqrt(volatility / volatility.mean()))


def session_share(sessions: Sessions) -> Array:
    """Share of a full day's volume that a session sees: one but on half days, shape (D,)."""
    profile = np.cumsum(intraday_profile()) / intraday_profile().sum()
    return np.asarray(profile[np.minimum(sessions.n_intervals, INTERVALS_FULL_DAY) - 1])


def volume_lifts(
    seed: int, regimes: NDArray[np.str_], volatilities: Array, sessions: Sessions
) -> dict[str, Array]:
    """What the type of day adds to the volume of ES and TY, as a share of it, shape (D,) each.

    The change that volatility and half days bring along counts towards the wanted mean change.
    """
    lifts = {}
    every_day = np.ones(len(sessions), dtype=bool)
    for leg, instrument in enumerate(INSTRUMENTS[: volatilities.shape[1]]):
        if instrument.name not in VOLUME_CHANGE_STD:
            continue
        expected = expected_volume(leg, volatilities[:, leg]) * session_share(sessions)
        noise = day_noise(stream(seed, "volumes", leg), len(sessions))
        lift = np.zeros(len(sessions))
        for _ in range(PASSES):  # the lift itself adds to the standard deviation that it is measured in
            spread = float(np.diff(expected * (1 + lift) * noise).std()) if len(sessions) > 1 else 0.0
            wanted = {kind: change * spread for kind, change in VOLUME_CHANGE_STD[instrument.name].items()}
            lift = regime_lift(
                regimes, wanted, expected, VOLUME_LIFT_PERSISTENCE, ~every_day, every_day, weight=expected
            )
        lifts[instrument.name] = np.clip(lift, -0.5, 1.0)
    return lifts
