"""The simulated market's days: NYSE sessions and the events that fall on them, from the project's seeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.errors import SimulationError
from stockbond_simulator.seeds import AUCTIONS_SEED, MEETINGS_SEED, SESSIONS_SEED, read_seed
from stockbond_simulator.settings import (
    EVENT_SETS,
    INTERVAL_MINUTES,
    INTERVALS_FULL_DAY,
    SESSION_OPEN,
    VOLCKER_RULE,
)

NEW_YORK = ZoneInfo("America/New_York")
DECISION_SUBSETS = {"hike": "rate_hike", "unchanged": "rate_unchanged", "cut": "rate_cut"}


@dataclass(frozen=True)
class Sessions:
    """The N sessions of a span. Arrays have shape (N,) and are in date order.

    `calendar_dates` are all sessions of the seed, and `first` the position of the span's first one in
    them: contracts roll and months end by the calendar, not by the span that happens to be simulated.
    """

    dates: NDArray[np.datetime64]  # [D]
    open_utc: NDArray[np.datetime64]  # [us]
    n_intervals: NDArray[np.int64]  # five-minute intervals of the paper's session, fewer on a half day
    is_early_close: NDArray[np.bool_]
    is_sifma_holiday: NDArray[np.bool_]
    is_month_end: NDArray[np.bool_]
    is_quarter_end: NDArray[np.bool_]
    calendar_dates: NDArray[np.datetime64]
    first: int

    def __len__(self) -> int:
        return len(self.dates)


@dataclass(frozen=True)
class Event:
    """One event of the event study. `session` is a position in Sessions, `subset` its most special subset."""

    event_type: str
    session: int
    subset: str  # a decision, increased_offering or "all"
    is_post_volcker: bool
    minute: int | None = None  # of the day in New York, where it is known to come at one

    def belongs_to(self, event_subset: str) -> bool:
        """Whether the event is in a subset of its type."""
        if event_subset == "all":
            return True
        if event_subset == "post_volcker":
            return self.is_post_volcker
        if event_subset == "increased_offering_post_volcker":
            return self.subset == "increased_offering" and self.is_post_volcker
        return self.subset == event_subset


def read_sessions(start: date, end: date) -> Sessions:
    """The NYSE sessions from `start` to `end`, both included."""
    rows = read_seed(SESSIONS_SEED)
    dates = np.array([row["trade_date"] for row in rows], dtype="datetime64[D]")
    if start > end:
        raise SimulationError(f"The start {start} is after the end {end}.")
    first_day, last_day = np.datetime64(start), np.datetime64(end)
    if first_day < dates[0] or last_day > dates[-1]:
        raise SimulationError(
            f"{start} to {end} reaches beyond the calendar seed, which runs from {dates[0]} to {dates[-1]}."
        )
    # The calendar's session may be another than the paper's; its early closes are NYSE's in any case.
    is_early_close = np.array([row["is_early_close"] == "true" for row in rows])
    open_utc = np.array([opening(date.fromisoformat(row["trade_date"])) for row in rows], "datetime64[us]")
    close_utc = np.array([row["session_close_at_utc"] for row in rows], dtype="datetime64[us]")
    month = dates.astype("datetime64[M]").astype(np.int64)
    is_month_end = np.append(month[1:] != month[:-1], True)
    inside = np.flatnonzero((dates >= first_day) & (dates <= last_day))
    if len(inside) == 0:
        raise SimulationError(f"There is no NYSE session from {start} to {end}.")
    minutes = (close_utc - open_utc) // np.timedelta64(1, "m")
    n_intervals = np.where(is_early_close, minutes // INTERVAL_MINUTES, INTERVALS_FULL_DAY)
    return Sessions(
        dates=dates[inside],
        open_utc=open_utc[inside],
        n_intervals=n_intervals[inside],
        is_early_close=is_early_close[inside],
        is_sifma_holiday=np.array([row["is_sifma_holiday"] == "true" for row in rows])[inside],
        is_month_end=is_month_end[inside],
        is_quarter_end=(is_month_end & (month % 3 == 2))[inside],
        calendar_dates=dates,
        first=int(inside[0]),
    )


def opening(day: date) -> datetime:
    """The open of the paper's session on a day, UTC."""
    local = datetime.combine(day, time(), NEW_YORK) + timedelta(minutes=SESSION_OPEN)
    return local.astimezone(UTC).replace(tzinfo=None)


def read_events(sessions: Sessions, window_start: date, window_end: date) -> list[Event]:
    """The events of a sample window, on the sessions they fall on.

    An event on a day without a session moves to the next one. FOMC announcements are scheduled meetings
    only; minutes count when meeting and release both lie in the window.
    """
    start, end = np.datetime64(window_start), np.datetime64(window_end)
    events: list[Event] = []

    def session_of(day: np.datetime64) -> int | None:
        """The session of an event, None if that lies outside the window or the simulated span."""
        position = int(np.searchsorted(sessions.calendar_dates, day)) - sessions.first
        if not 0 <= position < len(sessions) or not start <= sessions.dates[position] <= end:
            return None
        return position

    def add(event_type: str, position: int | None, subset: str, minute: int | None = None) -> None:
        if position is not None:
            post_volcker = bool(sessions.dates[position] >= np.datetime64(VOLCKER_RULE))
            events.append(Event(event_type, position, subset, post_volcker, minute))

    for row in read_seed(MEETINGS_SEED):
        if row["is_scheduled"] != "true":
            continue
        subset = DECISION_SUBSETS[row["decision"]]
        meeting = session_of(np.datetime64(row["announcement_date"]))
        announced = time.fromisoformat(row["announcement_time_et"])
        add("fomc_announcement", meeting, subset, 60 * announced.hour + announced.minute)
        if meeting is not None and row["minutes_release_date"]:
            add("fomc_minutes", session_of(np.datetime64(row["minutes_release_date"])), subset)

    for position in np.flatnonzero(sessions.is_month_end):
        event_type = "quarter_end" if sessions.is_quarter_end[position] else "month_end_ex_quarter_end"
        if start <= sessions.dates[position] <= end:
            add(event_type, int(position), "all")

    auction_types = {"10-Year": "auction_10y", "5-Year": "auction_5y"}
    for row in read_seed(AUCTIONS_SEED):
        subset = "increased_offering" if row["is_offering_increased"] == "true" else "all"
        add(auction_types[row["security_term"]], session_of(np.datetime64(row["auction_date"])), subset)

    order = list(EVENT_SETS)
    return sorted(events, key=lambda event: (order.index(event.event_type), event.session))
