"""VIX, MOVE and noise, and each leg's volatility, with the event shifts on top.

An event moves the level of its own day only, so the change on the event day is the shift of that
day less the shift of the day before. Where a floor binds, the shift that remains is what counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.calendar import Event
from stockbond_simulator.randomness import stream
from stockbond_simulator.settings import (
    ES,
    INSTRUMENTS,
    OUTCOMES,
    PRINTED,
    RHO_RANGE,
    TY,
    PrintedRow,
)
from stockbond_simulator.states import autoregression, persistent

Array = NDArray[np.float64]

FLOORS = {"vix": 8.0, "move": 25.0, "noise": 0.5}
# In a longer stretch below its floor than markets have stood still, a level moves by a tenth, in logs.
SESSIONS_AT_REST, SHARE_BELOW = 3, 0.1
DECIMALS = {"vix": 2, "move": 2, "noise": 4}


@dataclass(frozen=True)
class Shifted:
    """A daily outcome before (`base`) and after its events (`value`), shape (n_days,) each."""

    base: Array
    value: Array

    @property
    def shift(self) -> Array:
        """What the events moved, after clipping."""
        return self.value - self.base


def shift_of(event: Event) -> PrintedRow:
    """What is planted on one event: the mean change of the smallest printed group that it is in.

    Groups that the paper prints only as part of a larger one (increased offerings before the Volcker
    rule, say) get what makes the larger one's mean come out.
    """
    kind = event.event_type
    if kind.startswith("fomc"):
        return PRINTED[kind, event.subset]
    whole = PRINTED[kind, "all"]
    if not kind.startswith("auction"):
        part = PRINTED[kind, "post_volcker"]
        return part if event.is_post_volcker else whole.without(part)
    increased = PRINTED[kind, "increased_offering"]
    if event.subset != "increased_offering":
        return whole.without(increased)
    part = PRINTED[kind, "increased_offering_post_volcker"]
    return part if event.is_post_volcker else increased.without(part)


def event_shifts(events: list[Event], n_days: int) -> dict[str, Array]:
    """The sum of all planted shifts on each day, per outcome, before clipping: shape (n_days,)."""
    shifts = {outcome: np.zeros(n_days) for outcome in OUTCOMES}
    for event in events:
        row = shift_of(event)
        for outcome, amount in zip(OUTCOMES, row.mean_change, strict=True):
            shifts[outcome][event.session] += amount
    return shifts


def shifted_correlation(base: Array, shift: Array) -> Shifted:
    """The ust correlation with its event shifts, inside RHO_RANGE."""
    return Shifted(np.clip(base, *RHO_RANGE), np.clip(base + shift, *RHO_RANGE))


def shifted_level(base: Array, shift: Array, floor: float | Array) -> Shifted:
    """A level with its event shifts, not below its floor."""
    return Shifted(np.maximum(base, floor), np.maximum(base + shift, floor))


def lowest_levels(level: Array, floor: float) -> Array:
    """The floor of a positive level on each session: in a long stretch below it the level goes on, more slowly."""
    is_below = level < floor
    stretch = np.cumsum(np.diff(is_below, prepend=False))  # a number of its own for each stretch
    is_long = is_below & (np.bincount(stretch)[stretch] > SESSIONS_AT_REST)
    return np.asarray(np.where(is_long, floor * (level / floor) ** SHARE_BELOW, floor))


def market_levels(seed: int, stock_surprise: Array, shifts: dict[str, Array]) -> dict[str, Shifted]:
    """VIX, MOVE and noise of each session, as published (rounded).

    `stock_surprise`, shape (n_days,), is the unexpected part of the ES return in standard deviations:
    VIX rises when stocks fall. The planted mean returns by regime are no surprise and move no level.
    """
    n_days = len(stock_surprise)
    shocks = stream(seed, "levels").standard_normal((n_days, 3))
    vix_shock = -0.7 * stock_surprise + np.sqrt(1 - 0.7**2) * shocks[:, 0]
    move_shock = 0.35 * vix_shock + np.sqrt(1 - 0.35**2) * shocks[:, 1]
    base = {
        "vix": 17.5 * np.exp(0.36 * autoregression(vix_shock, 0.982)),
        "move": 78.0 * np.exp(0.32 * autoregression(move_shock, 0.991)),
        "noise": 2.2 * np.exp(0.45 * autoregression(shocks[:, 2], 0.985)),
    }
    levels = {}
    for outcome, level in base.items():
        exact = shifted_level(level, shifts[outcome], lowest_levels(level, FLOORS[outcome]))
        levels[outcome] = Shifted(
            np.round(exact.base, DECIMALS[outcome]), np.round(exact.value, DECIMALS[outcome])
        )
    return levels


def leg_volatilities(
    seed: int, levels: dict[str, Shifted], shifts: dict[str, Array], lifts: dict[str, Array]
) -> tuple[Shifted, Shifted, Array]:
    """Realised volatility to aim at, percent a year: ES, TY, and all legs, shape (n_days, 5).

    It follows the last implied level (VIX for stocks, MOVE for rates) with a noise of its own each day.
    The last one, not the same day's: that one answers to the day's return, and a return whose size
    depends on its own sign would not have the planted mean. `lifts` (ES and TY) are what the types of day
    add. The shorter rates share the ten-year note's event days in proportion.
    """
    n_days = len(shifts["rho_ust"])
    rng = stream(seed, "volatilities")
    noise = rng.standard_normal((n_days, len(INSTRUMENTS)))
    dollar = 7.0 * np.exp(0.25 * persistent(rng, n_days, 0.98))
    implied = (np.maximum(levels[outcome].base, FLOORS[outcome]) for outcome in ("vix", "move"))
    vix, move = (np.append(level[:1], level[:-1]) for level in implied)
    base = np.column_stack([0.70 * vix, 0.062 * move, 0.0165 * move, 0.0078 * move, dollar])
    base *= np.exp(0.18 * noise - 0.18**2 / 2)
    base[:, ES] += lifts["ES"]
    base[:, TY] += lifts["TY"]
    floors = np.array([instrument.volatility_floor for instrument in INSTRUMENTS])
    spx = shifted_level(base[:, ES], shifts["spx_vol"], floors[ES])
    ust = shifted_level(base[:, TY], shifts["ust_vol"], floors[TY])
    rates = slice(TY, 4)
    base[:, rates] *= (ust.value / ust.base)[:, None]
    volatilities = np.maximum(base, floors)
    volatilities[:, ES], volatilities[:, TY] = spx.value, ust.value
    return spx, ust, volatilities
