"""Treasury par yields, the three-month bill and swap rates, in percent.

The ten-year yield answers to the 10-year future; the one-year yield falls on safety days as table 5 prints
and otherwise hardly moves with bonds and stocks. Levels return to anchors that follow the target of the
federal funds rate, smoothed, from the seed of FOMC meetings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.days import Days
from stockbond_simulator.macro.paths import planted_mean, reverting
from stockbond_simulator.macro.printed import ONE_YEAR_YIELD_ON_SAFETY_DAYS
from stockbond_simulator.randomness import stream
from stockbond_simulator.regime_lifts import decaying
from stockbond_simulator.seeds import MEETINGS_SEED, read_seed

Array = NDArray[np.float64]

TENORS = (1, 2, 3, 5, 7, 10, 20, 30)
FIRST_TARGET = 1.00  # percent, before the seed's first meeting
LOWEST_YIELD = 0.01
# Near zero notes move less: below this yield only a share of each change is left, of two years and more.
LOW_YIELD, SHARE_WHERE_LOW = 0.75, 0.2

DURATION = 8.0  # of the ten-year note, years: bp of return of the future per bp of yield
CARRY_BP = 1.21  # mean daily return of the future at an unchanged yield
TEN_YEAR_NOISE_BP = 2.0
TEN_YEAR_PERSISTENCE = 0.997
ONE_YEAR_ON_UST, ONE_YEAR_ON_SPX = -0.020, 0.010  # bp per bp of return
ONE_YEAR_NOISE_BP = 4.0
ONE_YEAR_PERSISTENCE = 0.95
# How much of the one-year and of the ten-year movement each tenor shares, and its own noise in bp a day.
LOADINGS = {2: (0.80, 0.25), 3: (0.55, 0.45), 5: (0.25, 0.75), 7: (0.10, 0.92), 20: (0, 0.95), 30: (0, 0.90)}
OWN_NOISE_BP = 0.8
ABOVE_TEN_YEAR = {20: 0.35, 30: 0.50}  # percent


@dataclass(frozen=True)
class Yields:
    """Yields in percent, as published (two decimals), shape (D,) each."""

    par: dict[int, Array]  # by tenor in years
    bill: Array  # three months, discount basis
    one_year_signal: Array  # bp: the one-year yield without its noise
    one_year_move: Array  # bp from its anchor
    ten_year_exact: Array  # bp, before rounding


def policy_anchor(dates: NDArray[np.datetime64], window_days: int) -> Array:
    """Target of the federal funds rate, percent, averaged over a window about each day: expected long
    before and digested long after, shape (D,)."""
    rows = [row for row in read_seed(MEETINGS_SEED) if row["target_change_bp"]]
    changed = np.array([row["announcement_date"] for row in rows], dtype="datetime64[D]")
    target = FIRST_TARGET + np.cumsum([float(row["target_change_bp"]) for row in rows]) / 100
    total = np.zeros(len(dates))
    offsets = np.linspace(-window_days, window_days, 25).astype(int)
    for offset in offsets:
        position = np.searchsorted(changed, dates + offset, side="right") - 1
        total += np.where(position >= 0, target[np.maximum(position, 0)], FIRST_TARGET)
    return np.asarray(total / len(offsets))


def simulate_yields(days: Days) -> Yields:
    """The whole curve. On days on which the bond market is shut nothing moves; the next day moves twice."""
    rng = stream(days.seed, "yields")
    n_days = len(days)
    policy = policy_anchor(days.dates, 180)
    anchors = {1: 100 * (0.60 + 0.90 * policy), 10: 100 * (2.60 + 0.45 * policy_anchor(days.dates, 360))}

    ten_year_noise = decaying(days.settled(rng.standard_normal(n_days) * TEN_YEAR_NOISE_BP), 0.99)
    impulses = days.settled(-(np.nan_to_num(days.r_ust, nan=CARRY_BP) - CARRY_BP) / DURATION)
    ten_year_move = decaying(impulses, TEN_YEAR_PERSISTENCE) + ten_year_noise
    ten_year = anchors[10] + ten_year_move

    with_markets = ONE_YEAR_ON_UST * days.r_ust + ONE_YEAR_ON_SPX * days.r_spx
    answered = decaying(days.settled(with_markets), ONE_YEAR_PERSISTENCE)
    fall = planted_mean(
        days.is_type("safety"),
        ONE_YEAR_YIELD_ON_SAFETY_DAYS,
        answered + anchors[1],
        ONE_YEAR_PERSISTENCE,
        days.is_open,
    )
    signal_move = answered + fall - fall.mean()
    noise = reverting(rng, n_days, ONE_YEAR_NOISE_BP, ONE_YEAR_PERSISTENCE)
    one_year_move = signal_move + noise

    par = {1: anchors[1] + one_year_move, 10: ten_year}
    for tenor, (short, long) in LOADINGS.items():
        weight = np.log(min(tenor, 10)) / np.log(10)
        anchor = (1 - weight) * anchors[1] + weight * anchors[10] + 100 * ABOVE_TEN_YEAR.get(tenor, 0.0)
        own = reverting(rng, n_days, OWN_NOISE_BP, 0.98)
        par[tenor] = anchor + short * one_year_move + long * ten_year_move + own
    bill = policy - 0.05 + reverting(rng, n_days, 0.015, 0.95)
    return Yields(
        par={tenor: published(par[tenor] / 100, LOW_YIELD if tenor > 1 else 0.0) for tenor in TENORS},
        bill=published(bill),
        one_year_signal=anchors[1] + signal_move,
        one_year_move=one_year_move,
        ten_year_exact=ten_year,
    )


def published(percent: Array, low: float = 0.0) -> Array:
    """Two decimals, slower below a low yield and never below a hundredth of a percent."""
    slowed = np.where(percent < low, low + SHARE_WHERE_LOW * (percent - low), percent)
    return np.asarray(np.round(np.maximum(slowed, LOWEST_YIELD), 2))
