"""Quarterly contracts: which one a day belongs to, when the next trades beside it, and at what basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.calendar import Sessions
from stockbond_simulator.randomness import stream
from stockbond_simulator.settings import INSTRUMENTS, TRADING_DAYS_A_YEAR, Instrument

Array = NDArray[np.float64]

MONTH_CODES = {3: "H", 6: "M", 9: "U", 12: "Z"}

# The next contract's share of the volume: on the sessions before the roll, then from the roll on, until
# the old contract stops trading.
SHARE_BEFORE_ROLL = (0.01, 0.02, 0.04, 0.08, 0.15, 0.26, 0.40)
SHARE_FROM_ROLL = (0.64, 0.80, 0.91, 0.96)


@dataclass(frozen=True)
class Contracts:
    """The contracts of one instrument. Days are positions in Sessions.

    `day_contract` has shape (n_days,): the position in `names` of the contract a day belongs to, which
    has the largest volume of that day. `log_basis` has shape (n_contracts,): the log price of each
    contract over that of the first one at the same moment. `other_*` list the contracts that trade
    beside the day's own, one entry per day and contract.
    """

    names: list[str]
    day_contract: NDArray[np.int64]
    day_share: Array
    log_basis: Array
    other_day: NDArray[np.int64]
    other_contract: NDArray[np.int64]
    other_share: Array


def roll_day(instrument: str, year: int, month: int) -> date:
    """The day from which the next contract is the more traded one.

    Stocks, dollar and short rates roll eight days before the third Friday of the delivery month, notes
    before the delivery month begins.
    """
    first_of_month = date(year, month, 1)
    if instrument in ("TY", "TU"):
        return first_of_month - timedelta(days=4)
    first_friday = (4 - first_of_month.weekday()) % 7
    return first_of_month + timedelta(days=first_friday + 14 - 8)


def list_contracts(seed: int, leg: int, sessions: Sessions, log_level: Array) -> Contracts:
    """The contracts of one leg over the span; `log_level`, shape (n_days,), is the log price before basis."""
    instrument = INSTRUMENTS[leg]
    names: list[str] = []
    rolls: list[int] = []  # the session from which a contract is no longer the day's own
    first_year = int(str(sessions.dates[0])[:4])
    quarters = ((year, month) for year in range(first_year, first_year + 200) for month in MONTH_CODES)
    while len(rolls) < 2 or rolls[-2] < len(sessions):
        year, month = next(quarters)
        roll_date = np.datetime64(roll_day(instrument.name, year, month))
        roll = int(np.searchsorted(sessions.calendar_dates, roll_date)) - sessions.first
        if roll > 0:
            names.append(f"{instrument.contract_root}{MONTH_CODES[month]}{year % 100:02d}")
            rolls.append(roll)
    days = np.arange(len(sessions))
    day_contract = np.searchsorted(np.array(rolls), days, side="right")
    day_share = np.ones(len(sessions))
    other: list[tuple[int, int, float]] = []
    for contract, roll in enumerate(rolls[:-1]):
        for offset, share in enumerate(SHARE_BEFORE_ROLL):
            day = roll - len(SHARE_BEFORE_ROLL) + offset
            if 0 <= day < len(sessions):
                other.append((day, contract + 1, share))
                day_share[day] = 1 - share
        for offset, share in enumerate(SHARE_FROM_ROLL):
            day = roll + offset
            if 0 <= day < len(sessions):
                other.append((day, contract, 1 - share))
                day_share[day] = share
    other.sort()
    return Contracts(
        names=names,
        day_contract=day_contract,
        day_share=day_share,
        log_basis=roll_steps(seed, leg, instrument, rolls, log_level),
        other_day=np.array([day for day, _, _ in other], dtype=np.int64),
        other_contract=np.array([contract for _, contract, _ in other], dtype=np.int64),
        other_share=np.array([share for _, _, share in other]),
    )


def roll_steps(seed: int, leg: int, instrument: Instrument, rolls: list[int], log_level: Array) -> Array:
    """Log basis of each contract, shape (n_contracts,).

    Every roll steps the price towards the instrument's usual level, as carry does over the years,
    and never by less than `smallest_roll_step`: a return taken across contracts must be visibly wrong.
    """
    signs = stream(seed, "rolls", leg).choice([-1.0, 1.0], size=len(rolls))
    basis = np.zeros(len(rolls))
    for contract, roll in enumerate(rolls[:-1]):
        day = min(roll, len(log_level) - 1)
        usual = np.log(instrument.start_price) + instrument.trend * day / TRADING_DAYS_A_YEAR
        step = 0.5 * (usual - log_level[day] - basis[contract])
        if abs(step) < instrument.smallest_roll_step:
            step = signs[contract] * instrument.smallest_roll_step
        step = float(np.clip(step, -instrument.largest_roll_step, instrument.largest_roll_step))
        basis[contract + 1] = basis[contract] + step
    return basis
