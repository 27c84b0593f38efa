"""VIX, MOVE and the implied volatilities of the note and of currencies (table 2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.levels import DECIMALS
from stockbond_simulator.macro.days import Days
from stockbond_simulator.macro.printed import IMPLIED_VOLATILITY_CHANGE
from stockbond_simulator.market import Market
from stockbond_simulator.randomness import stream
from stockbond_simulator.regime_lifts import regime_lift
from stockbond_simulator.states import persistent

Array = NDArray[np.float64]

LIFT_PERSISTENCE = 0.2
CURRENCY_LEVEL = {"dxy": 8.2, "eur_usd": 9.6, "yen_usd": 10.4}  # percent
CURRENCY_SPREAD, CURRENCY_PERSISTENCE = 0.26, 0.985
TYVIX_OVER_MOVE = 0.072
TYVIX_END = np.datetime64("2020-05-15")  # its last day, as the real index was given up then


@dataclass(frozen=True)
class ImpliedVolatilities:
    """Levels as published, shape (D,): of spx (VIX), ust (MOVE), dxy, eur_usd, yen_usd; and their signals."""

    level: dict[str, Array]
    signal: dict[str, Array]
    noise: Array  # HPW noise, which the types of day leave alone
    tyvix: Array


def simulate_implied(market: Market, days: Days) -> ImpliedVolatilities:
    """The first stage's VIX and MOVE with the types of day on top; the others from scratch.

    Days of events are frozen, so what the event study compares is as the first stage made it.
    """
    level, signal = {}, {}
    every_day = np.ones(len(days), dtype=bool)
    for name, outcome, observed in (("spx", "vix", every_day), ("ust", "move", days.is_open)):
        planted = market.outcomes[outcome]
        lift = regime_lift(
            days.regime,
            IMPLIED_VOLATILITY_CHANGE[name],
            planted.shift,
            LIFT_PERSISTENCE,
            days.is_event | ~observed,
            observed,
        )
        lift = lift - min(0.0, float(lift.min()))
        level[name] = np.round(planted.value + lift, DECIMALS[outcome])
        signal[name] = planted.shift + lift
    for part, (name, usual) in enumerate(CURRENCY_LEVEL.items()):
        rng = stream(days.seed, "implied_volatilities", part)
        base = usual * np.exp(CURRENCY_SPREAD * persistent(rng, len(days), CURRENCY_PERSISTENCE))
        lift = regime_lift(
            days.regime,
            IMPLIED_VOLATILITY_CHANGE[name],
            np.zeros(len(days)),
            LIFT_PERSISTENCE,
            ~every_day,
            every_day,
        )
        signal[name] = lift - min(0.0, float(lift.min()))
        level[name] = np.round(base + signal[name], 2)
    rng = stream(days.seed, "implied_volatilities", len(CURRENCY_LEVEL))
    own = np.exp(0.08 * persistent(rng, len(days), 0.95))
    return ImpliedVolatilities(
        level=level,
        signal=signal,
        noise=market.outcomes["noise"].value,
        tyvix=np.round(TYVIX_OVER_MOVE * level["ust"] * own, 2),
    )
