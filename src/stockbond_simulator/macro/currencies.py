"""The dollar index, the euro, the yen and the Board's broad index (tables 2 and 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.days import BASIS_POINTS, Days
from stockbond_simulator.macro.paths import residual, reverting
from stockbond_simulator.macro.printed import CURRENCY_CAPM, TRANSMISSION
from stockbond_simulator.randomness import stream
from stockbond_simulator.regime_lifts import carried_change
from stockbond_simulator.settings import USD

Array = NDArray[np.float64]

START = {"dxy": 87.0, "eur_usd": 1.26, "yen_usd": 1 / 107.0, "broad": 100.0}
WITH_DOLLAR_FUTURE = 0.75  # bp of the index per bp of what the regressors leave of the future's return
DOLLAR_NOISE_BP = 30.0
PERSISTENCE = 0.998  # of the noise in log levels
# Currencies share what the stock leaves of the index, and of the 10-year note, within each type of day.
WITH_INDEX = {"eur_usd": -1.15, "yen_usd": -0.60}
WITH_UST = {"eur_usd": 0.0, "yen_usd": 0.20}
CURRENCY_NOISE_BP = {"eur_usd": 20.0, "yen_usd": 42.0}
BROAD_WITH_INDEX, BROAD_NOISE_BP = 0.55, 12.0
NOON_NOISE_BP = 12.0  # between noon and the close


@dataclass(frozen=True)
class Currencies:
    """Levels on each session, shape (D,), and the planted part of each return in bp."""

    level: dict[str, Array]  # at the close: dxy, eur_usd and yen_usd (dollars per unit), broad
    noon: dict[str, Array]  # eur_usd and yen_usd as the Board quotes them
    signal: dict[str, Array]


def transmission_terms(days: Days, ten_year: Array) -> dict[str, Array]:
    """Table 6's regressors by term, without the intercept; `ten_year` in percent as published."""
    d_yield = carried_change(100 * ten_year, days.is_open)
    dummies = days.regime_dummies()
    terms = {"d_yield": d_yield, "r_spx": days.r_spx}
    for slope in ("d_yield", "r_spx"):
        for dummy in ("ust_safety", "ust_risky"):
            terms[f"{slope}_x_{dummy}"] = terms[slope] * dummies[dummy]
    return {**terms, "ust_safety": dummies["ust_safety"], "ust_risky": dummies["ust_risky"]}


def simulate_currencies(days: Days, ten_year: Array) -> Currencies:
    """All of them. The Board's broad index stands still on days on which the bond market is shut."""
    rng = stream(days.seed, "currencies")
    n_days = len(days)
    terms = transmission_terms(days, ten_year)
    signal = {"dxy": np.full(n_days, TRANSMISSION["intercept"])}
    for term, values in terms.items():
        signal["dxy"] = signal["dxy"] + TRANSMISSION[term] * np.nan_to_num(values)
    matrix = np.column_stack(list(terms.values()))
    future = residual(np.nan_to_num(days.log_return[:, USD]), matrix, days.has_regime)
    noise = WITH_DOLLAR_FUTURE * future + change(reverting(rng, n_days, DOLLAR_NOISE_BP, PERSISTENCE))
    dollar = signal["dxy"] + noise
    dollar[0] = 0.0
    returns = {"dxy": dollar}
    for name in CURRENCY_CAPM:
        line, shared = capm_line(days, name, dollar)
        own = change(reverting(rng, n_days, CURRENCY_NOISE_BP[name], PERSISTENCE))
        returns[name] = line + shared + own
        signal[name] = line
    broad_noise = change(reverting(rng, n_days, BROAD_NOISE_BP, PERSISTENCE))
    returns["broad"] = days.settled(BROAD_WITH_INDEX * dollar + broad_noise)
    level = {name: START[name] * np.exp(np.cumsum(values) / BASIS_POINTS) for name, values in returns.items()}
    noon = {
        name: level[name] * np.exp(NOON_NOISE_BP * rng.standard_normal(n_days) / BASIS_POINTS)
        for name in CURRENCY_CAPM
    }
    return Currencies(level, noon, signal)


def capm_line(days: Days, name: str, dollar: Array) -> tuple[Array, Array]:
    """alpha + beta x stock return by type of day, and the part shared with dollar and note: what the stock
    leaves of them within the type, so that it changes neither alpha nor beta."""
    stock = np.nan_to_num(days.r_spx)
    line, shared = np.zeros(len(days)), np.zeros(len(days))
    for kind, (alpha, beta) in CURRENCY_CAPM[name].items():
        of_kind = days.regime == kind
        used = of_kind & days.has_regime & ~np.isnan(days.r_spx)
        line[of_kind] = (alpha + beta * stock)[of_kind]
        for weight, partner in ((WITH_INDEX[name], dollar), (WITH_UST[name], np.nan_to_num(days.r_ust))):
            shared[of_kind] += weight * residual(partner, stock[:, None], used)[of_kind]
    line[0], shared[0] = 0.0, 0.0
    return line, shared


def change(path: Array) -> Array:
    """First differences, zero on the first day."""
    return np.diff(path, prepend=path[:1])
