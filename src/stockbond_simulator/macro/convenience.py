"""Treasury basis, LIBOR basis and swap rates (tables 4 and 5), basis points unless said otherwise.

    basis        = y_UST - (y_FX - (f - s)), by currency, = -cip_govt of Du, Im and Schreger
    yield gap    = y_UST - y_FX              = -100 diff_y
    hedging cost = f - s                     =  100 rho

so that basis = gap + hedging cost on every day and in every currency. The basis is the sum of the basis of
government yields net of LIBOR's (the CIP-adjusted one) and of LIBOR's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.days import Days
from stockbond_simulator.macro.paths import planted_path, reverting, reverting_columns
from stockbond_simulator.macro.printed import (
    CONVENIENCE_TERMS,
    CONVENIENCE_YIELD,
    ONE_YEAR_YIELD_ON_SAFETY_DAYS,
    YIELD_GAP_ON_SAFETY_DAYS,
)
from stockbond_simulator.macro.yields import Yields
from stockbond_simulator.randomness import stream

Array = NDArray[np.float64]

G10 = ("AUD", "CAD", "CHF", "DKK", "EUR", "GBP", "JPY", "NOK", "NZD", "SEK")
EMERGING = "MXN"  # one currency outside the G10: whoever averages the G10 must leave it out
LATE = {"NZD": np.datetime64("2005-03-01"), "DKK": np.datetime64("2004-09-01")}  # first observations
FIRST_YEARS_END = np.datetime64("2008-01-01")  # the basis is centred on the years before

PERSISTENCE = 0.97  # of what the regimes plant
MEAN_BASIS = {1: -24.0, 5: -16.0}
MEAN_LIBOR_BASIS = {1: -11.0, 5: -13.0}
MEAN_SWAP_SPREAD = {1: -32.0, 5: -38.0}
COMMON_NOISE, OWN_NOISE = 2.4, 3.0  # standard deviations of a day's change
SWAP_NOISE = 2.6
BASIS_ON_ONE_YEAR_YIELD = 0.15  # bp per bp of the one-year yield
GAP_ON_ONE_YEAR_YIELD = YIELD_GAP_ON_SAFETY_DAYS / ONE_YEAR_YIELD_ON_SAFETY_DAYS


@dataclass(frozen=True)
class Convenience:
    """One tenor. Panels have shape (D, 10 currencies), NaN before a currency's first day; signals (D,)."""

    basis: Array
    libor_basis: Array
    yield_gap: Array
    swap_rate: Array  # percent
    signals: dict[str, Array]  # the planted part of each outcome of tables 4 and 5, and of the yield gap


def simulate_convenience(days: Days, yields: Yields, tenor: int) -> Convenience:
    """All of one tenor."""
    rng = stream(days.seed, "convenience_yield", tenor)
    n_days, n_currencies = len(days), len(G10)
    wanted = {name: np.array(row) for name, row in CONVENIENCE_YIELD[tenor].items()}
    wanted["libor_basis"] = wanted["ust_basis"] - wanted["ust_basis_cip_adjusted"]
    moved = np.zeros(n_days)
    if tenor == 1:
        moved = BASIS_ON_ONE_YEAR_YIELD * (yields.one_year_move - yields.one_year_move.mean())
    signals = {
        name: centred(days, regime_path(days, wanted[name], already) + already)
        for name, already in (
            ("ust_basis_cip_adjusted", moved),
            ("libor_basis", np.zeros(n_days)),
            ("swap_spread", np.zeros(n_days)),
        )
    }
    signals["ust_basis"] = signals["ust_basis_cip_adjusted"] + signals["libor_basis"]

    def panel(signal: Array, mean: float) -> Array:
        """A signal with common and own noise about each currency's own mean."""
        common = reverting(rng, n_days, COMMON_NOISE, 0.93)
        own = reverting_columns(rng, n_days, n_currencies, OWN_NOISE, 0.95)
        means = mean + rng.uniform(-8, 8, n_currencies)
        return np.asarray((signal + common)[:, None] + own + means)

    libor_basis = panel(signals["libor_basis"], MEAN_LIBOR_BASIS[tenor])
    adjusted = panel(signals["ust_basis_cip_adjusted"], MEAN_BASIS[tenor] - MEAN_LIBOR_BASIS[tenor])
    common_gap = GAP_ON_ONE_YEAR_YIELD * yields.one_year_move + reverting(rng, n_days, 2.5, 0.97)
    gap = common_gap[:, None] + reverting_columns(rng, n_days, n_currencies, 3.5, 0.98)
    gap += rng.uniform(-200, 150, n_currencies)
    signals["yield_gap"] = GAP_ON_ONE_YEAR_YIELD * yields.one_year_signal

    spread = MEAN_SWAP_SPREAD[tenor] + signals["swap_spread"] + reverting(rng, n_days, SWAP_NOISE, 0.95)
    missing = np.column_stack([days.dates < LATE.get(name, days.dates[0]) for name in G10])
    return Convenience(
        basis=np.where(missing, np.nan, adjusted + libor_basis),
        libor_basis=np.where(missing, np.nan, libor_basis),
        yield_gap=np.where(missing, np.nan, gap),
        swap_rate=np.round(yields.par[tenor] - spread / 100, 2),
        signals=signals,
    )


def regime_path(days: Days, wanted: Array, already: Array) -> Array:
    """What the types of day add to `already`, so that its changes have the wanted coefficients."""
    dummies = days.regime_dummies()
    regressors = np.column_stack([dummies[term] for term in CONVENIENCE_TERMS])
    used = days.is_open & days.has_regime & days.has_usd_regime
    return planted_path(regressors, wanted, already, PERSISTENCE, days.is_open, used)


def centred(days: Days, path: Array) -> Array:
    """About its mean of the first years, so that the basis is negative there, as Treasuries were dear."""
    early = days.dates < FIRST_YEARS_END
    return np.asarray(path - (path[early].mean() if early.any() else path.mean()))
