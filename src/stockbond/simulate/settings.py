"""What the simulated market is made of: instruments, states, and the effects that are planted.

Every number that shapes the simulation stands here. Returns are in basis points, volatilities in
percent a year, correlations plain, VIX and MOVE in index points, noise in basis points.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

GENERATOR_VERSION = "2"
DEFAULT_SEED = 20250103  # the day of the presentation; fixed before any result was looked at
DEFAULT_START = date(2004, 1, 1)
DEFAULT_END = date(2022, 6, 30)

PAPER_START = date(2004, 1, 1)
PAPER_END = date(2022, 6, 30)
VOLCKER_RULE = date(2015, 7, 21)

INTERVAL_MINUTES = 5
INTERVALS_FULL_DAY = 78  # 09:30 to 16:00 New York
PRE_OPEN_MINUTES = 5
MIN_INTERVALS = 60  # a daily correlation needs as many five-minute returns
MIN_DAYS_FOR_REGIMES = 60
REGIME_TAIL = 20.0  # percent of days in each tail
CARRY_SESSIONS = 5  # how far back a level or a previous value may be looked up
TRADING_DAYS_A_YEAR = 252


class Instrument(NamedTuple):
    """One futures root. Prices are in points, `volume` in contracts a day, steps as log ratios."""

    name: str
    contract_root: str
    tick: float
    start_price: float
    trend: float  # of the price level, log a year
    smallest_roll_step: float  # log price of the new contract over the old one
    largest_roll_step: float
    volume: float
    volatility_floor: float


INSTRUMENTS = (
    Instrument("ES", "ES", 0.25, 1110.0, 0.065, 0.003, 0.050, 1_200_000, 4.0),
    Instrument("TY", "TY", 1 / 64, 113.0, 0.005, 0.003, 0.025, 1_000_000, 2.5),
    Instrument("TU", "TU", 1 / 256, 106.0, 0.0, 0.001, 0.007, 250_000, 0.6),
    Instrument("RATE3M", "GE", 0.0025, 97.5, 0.0, 0.001, 0.006, 200_000, 0.3),
    Instrument("USD", "DX", 0.005, 88.0, 0.005, 0.002, 0.020, 40_000, 3.0),
)
ES, TY, TU, RATE3M, USD = range(5)  # positions in INSTRUMENTS, and in every array of legs

# Correlation of what is left of TY, TU, RATE3M and USD once ES is taken out of each. Any correlations
# with ES together with these give a valid (positive definite) matrix.
RESIDUAL_CORRELATION = (
    (1.00, 0.75, 0.50, -0.20),
    (0.75, 1.00, 0.65, -0.20),
    (0.50, 0.65, 1.00, -0.15),
    (-0.20, -0.20, -0.15, 1.00),
)


class State(NamedTuple):
    """A latent state of the ust correlation; mean and standard deviation are of Fisher z."""

    name: str
    share: float
    mean: float
    std: float
    degrees_of_freedom: float


# Fitted so that the mixture, with the event shifts on top, has the paper's moments and quantiles.
STATES = (
    State("safe_haven", 0.243, -0.756, 0.166, 5.0),
    State("neutral", 0.552, -0.347, 0.103, 200.0),
    State("ust_risk", 0.205, 0.063, 0.168, 5.0),
)
SPELL_END_PROBABILITY = 0.04  # a day after which a new spell is drawn; persistence is 0.96 or more
RHO_RANGE = (-0.94, 0.77)  # planted correlations are clipped to this

# The usd correlation's quantile function: Fisher z at standard normal scores, straight between them.
USD_QUANTILES = ((-3.7, -1.02), (-0.8416, -0.343), (0.0, -0.04), (0.8416, 0.182), (3.7, 0.973))

OUTCOMES = ("rho_ust", "vix", "move", "noise", "ust_vol", "spx_vol")
EVENT_SETS = {
    "fomc_announcement": ("all", "rate_hike", "rate_unchanged", "rate_cut"),
    "fomc_minutes": ("all", "rate_hike", "rate_unchanged", "rate_cut"),
    "quarter_end": ("all", "post_volcker"),
    "month_end_ex_quarter_end": ("all", "post_volcker"),
    "auction_10y": ("all", "increased_offering", "increased_offering_post_volcker"),
    "auction_5y": ("all", "increased_offering", "increased_offering_post_volcker"),
}


@dataclass(frozen=True)
class PrintedRow:
    """One printed row of the paper's event study: number of events and mean change of each outcome."""

    n_events: int
    mean_change: tuple[float, float, float, float, float, float]

    def without(self, part: PrintedRow) -> PrintedRow:
        """The row of the events that are in this set and not in `part`."""
        n_rest = self.n_events - part.n_events
        rest = [
            (self.n_events * whole - part.n_events * some) / n_rest
            for whole, some in zip(self.mean_change, part.mean_change, strict=True)
        ]
        return PrintedRow(n_rest, (rest[0], rest[1], rest[2], rest[3], rest[4], rest[5]))


# The paper's tables "Interest Rate Risk" and "Dealer Capacity", columns in the order of OUTCOMES.
PRINTED = {
    ("fomc_announcement", "rate_hike"): PrintedRow(29, (0.30, -0.66, -2.26, 0.10, 2.43, 2.94)),
    ("fomc_announcement", "rate_unchanged"): PrintedRow(107, (0.31, -0.42, -1.83, 0.06, 2.09, 2.17)),
    ("fomc_announcement", "rate_cut"): PrintedRow(11, (0.18, -1.19, -6.91, 0.11, 2.57, 6.66)),
    ("fomc_minutes", "rate_hike"): PrintedRow(28, (0.06, -0.17, 0.45, -0.06, 0.79, 0.33)),
    ("fomc_minutes", "rate_unchanged"): PrintedRow(107, (0.13, -0.09, 0.18, -0.02, 0.42, -0.14)),
    ("fomc_minutes", "rate_cut"): PrintedRow(11, (-0.12, 0.06, -0.42, 0.00, -0.27, 1.55)),
    ("quarter_end", "all"): PrintedRow(74, (0.04, -0.17, 0.27, 0.04, 0.10, -0.96)),
    ("quarter_end", "post_volcker"): PrintedRow(28, (0.09, -0.50, -0.09, 0.08, -0.08, 0.49)),
    ("month_end_ex_quarter_end", "all"): PrintedRow(148, (0.03, 0.40, 0.59, 0.05, 1.92, 0.42)),
    ("month_end_ex_quarter_end", "post_volcker"): PrintedRow(56, (0.06, 0.50, 0.87, 0.03, 0.15, 0.60)),
    ("auction_10y", "all"): PrintedRow(74, (0.00, 0.32, -0.12, -0.03, 0.32, -0.53)),
    ("auction_10y", "increased_offering"): PrintedRow(14, (0.13, 0.06, -1.37, -0.16, -0.75, -6.18)),
    ("auction_10y", "increased_offering_post_volcker"): PrintedRow(
        7, (0.22, -0.13, -0.69, 0.02, -0.87, -9.59)
    ),
    ("auction_5y", "all"): PrintedRow(222, (0.02, -0.02, 0.50, 0.01, 0.41, -0.44)),
    ("auction_5y", "increased_offering"): PrintedRow(37, (0.06, 0.20, 0.70, -0.02, 1.07, 0.38)),
    ("auction_5y", "increased_offering_post_volcker"): PrintedRow(17, (0.02, 0.32, 0.26, 0.04, 0.03, 0.98)),
}

REGIMES = ("safety", "risky", "other")

# Mean return of a day in bp, by realised regime. ES and TY on safety and risky days are the paper's;
# the other days bring the unconditional mean to about +3 bp (ES) and +1 bp (TY) a day.
MEAN_RETURN_BP = {
    "safety": (-36.20, 13.60, 3.20, 1.00, 1.20),
    "risky": (13.75, -6.05, -1.50, -0.50, 2.14),
    "other": (12.50, -0.50, -0.10, 0.00, -0.80),
}


# Mean change of realised volatility (percent a year) and of session volume (over the standard deviation of
# that change) on the days of a regime, events included. What the paper finds insignificant is zero.
VOLATILITY_CHANGE = {
    "ES": {"safety": 1.11, "risky": -0.25},
    "TY": {"safety": 0.0, "risky": 0.28},
}
VOLUME_CHANGE_STD = {
    "ES": {"safety": 0.25, "risky": 0.0},
    "TY": {"safety": 0.15, "risky": 0.12},
}
VOLATILITY_LIFT_PERSISTENCE = 0.0
VOLUME_LIFT_PERSISTENCE = 0.0


class LeadLag(NamedTuple):
    """Loadings of the next five-minute return of ES and TY on the present ones."""

    es_on_es: float
    es_on_ty: float
    ty_on_es: float
    ty_on_ty: float


# "Other days" of the lead-lag table are all days that are not risky, safety days included.
LEAD_LAG = {
    "safety": LeadLag(-0.02, -0.01, -0.01, -0.08),
    "risky": LeadLag(-0.03, 0.15, 0.01, -0.03),
    "other": LeadLag(-0.02, -0.01, -0.01, -0.08),
}
