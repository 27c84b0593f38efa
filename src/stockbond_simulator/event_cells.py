"""Which event days enter a cell of the event study, and the change over them.

Used twice: on what was planted (the truth) and, in calibration, on what prices show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.calendar import Sessions, read_events
from stockbond_simulator.market import Market
from stockbond_simulator.settings import CARRY_SESSIONS, EVENT_SETS, OUTCOMES, PAPER_END, PAPER_START

Array = NDArray[np.float64]

CARRIED = ("vix", "move", "noise")  # levels that are looked up as of a session; the others never are
NO_SESSION = -1


@dataclass(frozen=True)
class Cell:
    """One cell: the sessions whose values are compared, `now` less `before`, one entry per event."""

    event_type: str
    event_subset: str
    outcome: str
    sample: str
    n_events_in_set: int
    now: NDArray[np.int64]
    before: NDArray[np.int64]

    def mean_change(self, values: Array) -> float:
        """Mean of values[now] - values[before]; `values` has one entry a session."""
        return float(np.mean(values[self.now] - values[self.before]))


def as_of(is_observed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The session whose observation holds on each session, shape (D,): its own or the latest one before,
    at most CARRY_SESSIONS back and never after the last observation; else NO_SESSION."""
    days = np.arange(len(is_observed))
    latest = np.maximum.accumulate(np.where(is_observed, days, NO_SESSION))
    latest[days - latest > CARRY_SESSIONS] = NO_SESSION
    if is_observed.any():
        latest[np.flatnonzero(is_observed)[-1] + 1 :] = NO_SESSION
    return latest


def compared_sessions(
    outcome: str, event_sessions: NDArray[np.int64], is_observed: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The sessions whose values an event compares, events without both left out.

    A level is taken as of the event's session and as of the session before. A measure of the day needs
    the event day's own value; the earlier one is the latest before it, at most CARRY_SESSIONS back.
    """
    event_sessions = event_sessions[event_sessions > 0]
    held = as_of(is_observed)
    now, before = held[event_sessions], held[event_sessions - 1]
    enters = (now != NO_SESSION) & (before != NO_SESSION)
    if outcome not in CARRIED:
        enters &= is_observed[event_sessions] & (event_sessions - before <= CARRY_SESSIONS)
    return now[enters], before[enters]


def observed(market: Market, outcome: str) -> NDArray[np.bool_]:
    """The sessions on which an outcome has a value of its own, shape (D,)."""
    if outcome in market.realized:
        return ~np.isnan(market.realized[outcome])
    if outcome == "vix":
        return np.ones(len(market.sessions), dtype=bool)
    return ~market.sessions.is_sifma_holiday


def sample_windows(sessions: Sessions) -> dict[str, tuple[date, date]]:
    """First and last day of each sample, as far as it was simulated."""
    first, last = sessions.dates[0].item(), sessions.dates[-1].item()
    return {"paper": (max(first, PAPER_START), min(last, PAPER_END)), "full": (first, last)}


def event_cells(market: Market) -> Iterator[Cell]:
    """Every cell of the event study that has at least one event."""
    for sample, (start, end) in sample_windows(market.sessions).items():
        events = read_events(market.sessions, start, end)
        for event_type, subsets in EVENT_SETS.items():
            for subset in subsets:
                chosen = [e.session for e in events if e.event_type == event_type and e.belongs_to(subset)]
                for outcome in OUTCOMES:
                    now, before = compared_sessions(
                        outcome, np.array(chosen, dtype=np.int64), observed(market, outcome)
                    )
                    if len(now):
                        yield Cell(event_type, subset, outcome, sample, len(chosen), now, before)
