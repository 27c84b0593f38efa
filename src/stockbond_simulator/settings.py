"""What the simulated market is made of: instruments, states, and the effects that are planted.

Every number that shapes the simulation stands here, but for those that the paper prints: they are read from
the seed of them. Returns are in basis points, volatilities in percent a year, correlations plain, VIX and
MOVE in index points, noise in basis points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from stockbond_simulator.paper import event_rows, planted, printed

GENERATOR_VERSION = "3"
DEFAULT_SEED = 20250103  # the day of the presentation; fixed before any result was looked at
DEFAULT_START = date(2004, 1, 1)
DEFAULT_END = date(2022, 6, 30)

PAPER_START = date(2004, 1, 1)
PAPER_END = date(2022, 6, 30)
VOLCKER_RULE = date(2015, 7, 21)

# The paper's session, in minutes of the day in New York: 09:30 to 16:00. What is planted is planted in it,
# whatever session the warehouse looks at.
SESSION_OPEN = 9 * 60 + 30
SESSION_CLOSE = 16 * 60
INTERVAL_MINUTES = 5
INTERVALS_FULL_DAY = (SESSION_CLOSE - SESSION_OPEN) // INTERVAL_MINUTES
PRE_OPEN_MINUTES = 5
# With longer hours: news, in minutes of the day in New York, and what it does to the minutes after it.
NEWS_TIMES = (8 * 60 + 30, 10 * 60, 14 * 60)
NEWS_MINUTES = 10
NEWS_VOLATILITY = 2.5  # times the volatility that there would be without it
NEWS_VOLUME = 4.0
OUTSIDE_SESSION_VOLATILITY = 0.5  # of the session's mean
OUTSIDE_SESSION_VOLUME = 0.3
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


def printed_row(n_events: int, changes: Mapping[str, float]) -> PrintedRow:
    """A row of the event study with its columns in the order of OUTCOMES."""
    rho_ust, vix, move, noise, ust_vol, spx_vol = (changes[outcome] for outcome in OUTCOMES)
    return PrintedRow(n_events, (rho_ust, vix, move, noise, ust_vol, spx_vol))


# The paper's tables "Interest Rate Risk" and "Dealer Capacity", by type of event and subset.
PRINTED = {event_set: printed_row(*row) for event_set, row in event_rows().items()}
EVENT_SETS = {
    event_type: tuple(subset for other, subset in PRINTED if other == event_type)
    for event_type in dict.fromkeys(event_type for event_type, _ in PRINTED)
}

REGIMES = ("safety", "risky", "other")

PANELS = {"safety": "A", "risky": "B"}  # of T2


def on_days(asset: str, measure: str) -> dict[str, float]:
    """What is planted of a measure of T2, by the kind of day that it prints: safety and risky."""
    return {kind: planted("T2", panel, asset, measure) for kind, panel in PANELS.items()}


# Mean return of a day in bp, by realised regime. ES and TY on safety and risky days are the paper's, and USD
# is, though it has no star; the other days bring the unconditional mean to about +3 bp (ES) and +1 bp (TY).
MEAN_RETURN_BP = {
    "safety": (
        planted("T2", "A", "spx", "mean_return"),
        planted("T2", "A", "ust", "mean_return"),
        3.20,
        1.00,
        printed("T2", "A", "dxy", "mean_return"),
    ),
    "risky": (
        planted("T2", "B", "spx", "mean_return"),
        planted("T2", "B", "ust", "mean_return"),
        -1.50,
        -0.50,
        printed("T2", "B", "dxy", "mean_return"),
    ),
    "other": (12.50, -0.50, -0.10, 0.00, -0.80),
}


# Mean change of realised volatility (percent a year) and of session volume (over the standard deviation of
# that change) on the days of a regime, events included. What the paper finds insignificant is zero.
VOLATILITY_CHANGE = {"ES": on_days("spx", "d_volatility"), "TY": on_days("ust", "d_volatility")}
VOLUME_CHANGE_STD = {"ES": on_days("spx", "d_volume"), "TY": on_days("ust", "d_volume")}
VOLATILITY_LIFT_PERSISTENCE = 0.0
VOLUME_LIFT_PERSISTENCE = 0.0


class LeadLag(NamedTuple):
    """Loadings of the next five-minute return of ES and TY on the present ones."""

    es_on_es: float
    es_on_ty: float
    ty_on_es: float
    ty_on_ty: float


def lead_lag(days: str) -> LeadLag:
    """The loadings printed for a kind of day, starred or not."""
    return LeadLag(
        *(
            printed("T10", "", f"{days}_{led}", f"r_{leading}")
            for led in ("spx", "ust")
            for leading in ("spx", "ust")
        )
    )


# "Other days" of the lead-lag table are all days that are not risky, safety days included.
LEAD_LAG = {"safety": lead_lag("other"), "risky": lead_lag("risky"), "other": lead_lag("other")}
