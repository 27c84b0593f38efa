"""Ten-year term premia of Adrian, Crump and Moench and of Kim and Wright (table 7), percent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.days import Days, tail
from stockbond_simulator.macro.paths import planted_path, residual, reverting
from stockbond_simulator.macro.printed import TERM_PREMIUM
from stockbond_simulator.randomness import stream
from stockbond_simulator.regime_lifts import carried_change, decaying

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

PERSISTENCE = 0.99
WITH_TEN_YEAR_YIELD = {"A": 0.85, "B": 0.45}  # bp per bp of what the regressors leave of the yield's change
OWN_NOISE_BP = {"A": 2.0, "B": 1.4}
START_PERCENT = {"A": 1.60, "B": 1.25}
TREND_PERCENT_A_YEAR = -0.08
DECIMALS = {"A": 6, "B": 4}  # of the published percent


@dataclass(frozen=True)
class TermPremium:
    """One estimate. Shape (D,)."""

    percent: Array  # as published; of no meaning on days on which the bond market is shut
    signal: Array  # bp


def regressors(days: Days, vix: Array, noise: Array) -> dict[str, Array]:
    """Table 7's regressors by term, shape (D,) each; NaN where one is not known."""
    dummies = days.regime_dummies()
    # The latest earlier volatility is the one compared with: half days have none.
    has_volatility = ~np.isnan(days.tyf_vol)
    d_volatility = carried_change(np.nan_to_num(days.tyf_vol), has_volatility)
    return {
        "ust_safety": dummies["ust_safety"],
        "ust_risky": dummies["ust_risky"],
        "fts": days.fts.astype(float),
        "fomc": days.fomc.astype(float),
        "spx_worst_20": tail(days.r_spx, lower=True).astype(float),
        "spx_best_20": tail(days.r_spx, lower=False).astype(float),
        "vix_top_20": tail(vix, lower=False).astype(float),
        "vix_bottom_20": tail(vix, lower=True).astype(float),
        "d_noise": np.where(days.is_open, carried_change(noise, days.is_open), np.nan),
        "d_tyf_vol": np.where(has_volatility, d_volatility, np.nan),
    }


def used_days(days: Days) -> Flags:
    """Days of the regressions, before missing regressors."""
    return np.asarray(days.is_open & days.has_regime)


def simulate_term_premium(
    days: Days, terms: dict[str, Array], ten_year_exact: Array, panel: str
) -> TermPremium:
    """Panel A or B, from `regressors` and the ten-year yield in bp."""
    rng = stream(days.seed, "term_premium", list(TERM_PREMIUM).index(panel))
    matrix = np.column_stack([terms[term] for term in TERM_PREMIUM[panel]])
    wanted = np.array(list(TERM_PREMIUM[panel].values()))
    n_days = len(days)
    used = used_days(days)
    years = (days.dates - days.dates[0]).astype(float) / 365.25
    trend = 100 * (START_PERCENT[panel] + TREND_PERCENT_A_YEAR * years)
    signal = trend + planted_path(matrix, wanted, trend, PERSISTENCE, days.is_open, used)
    yield_change = np.where(days.is_open, carried_change(ten_year_exact, days.is_open), np.nan)
    shared = residual(np.nan_to_num(yield_change), matrix, used) * days.is_open
    noise = decaying(WITH_TEN_YEAR_YIELD[panel] * shared, PERSISTENCE)
    noise += reverting(rng, n_days, OWN_NOISE_BP[panel], PERSISTENCE)
    return TermPremium(np.round((signal + noise) / 100, DECIMALS[panel]), signal)
