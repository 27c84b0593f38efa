"""The hours that are simulated: the paper's session and the minutes before it, or more around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.errors import SimulationError
from stockbond_simulator.settings import (
    INTERVAL_MINUTES,
    NEWS_MINUTES,
    NEWS_TIMES,
    PRE_OPEN_MINUTES,
    SESSION_CLOSE,
    SESSION_OPEN,
)

LATEST = 19 * 60  # midnight in UTC, in winter: the warehouse finds a bar's session by its date in UTC


@dataclass(frozen=True)
class Hours:
    """From `first` to `last` minute of the day in New York, around the paper's session, with news in between.

    Without hours (None in their place) there is the session, the minutes before it, and no news.
    """

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Hours:
        """From a text like 06:00-17:00. Raises SimulationError."""
        clock = "([01][0-9]|2[0-3]):([0-5][0-9])"
        found = re.fullmatch(f"{clock}-{clock}", text)
        if not found:
            raise SimulationError(f"--hours {text}: expected two times in New York, like 06:00-17:00.")
        first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
        hours = cls(60 * first_hour + first_minute, 60 * last_hour + last_minute)
        if hours.first > SESSION_OPEN - PRE_OPEN_MINUTES or not SESSION_CLOSE <= hours.last <= LATEST:
            by, earliest, latest = SESSION_OPEN - PRE_OPEN_MINUTES, SESSION_CLOSE, LATEST
            raise SimulationError(
                f"--hours {text}: expected a beginning by {clock_text(by)} and an end from "
                f"{clock_text(earliest)} to {clock_text(latest)}: what is planted is planted in the session."
            )
        return hours

    def __str__(self) -> str:
        return f"{clock_text(self.first)}-{clock_text(self.last)}"


def clock_text(minute: int) -> str:
    """A minute of the day as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def bar_ends(bar_minutes: int, hours: Hours | None) -> NDArray[np.int64]:
    """Minutes from the session's open to the end of each bar of a full day, those before the open first."""
    before = PRE_OPEN_MINUTES if hours is None else SESSION_OPEN - hours.first
    after = 0 if hours is None else hours.last - SESSION_CLOSE
    if hours is not None and (before % bar_minutes or after % bar_minutes):
        raise SimulationError(
            f"--hours {hours}: expected whole bars of {bar_minutes} minutes before and after the session."
        )
    n_before = max(1, before // bar_minutes)
    n_session = (SESSION_CLOSE - SESSION_OPEN) // bar_minutes
    return (np.arange(n_before + n_session + after // bar_minutes) + 1 - n_before) * bar_minutes


def is_in_session(ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which bars lie in the session of a full day; `ends` as of `bar_ends`."""
    return np.asarray((ends > 0) & (ends <= SESSION_CLOSE - SESSION_OPEN))


def is_after_news(ends: NDArray[np.int64], minutes: int, hours: Hours | None) -> NDArray[np.bool_]:
    """Which bars (or intervals) of so many minutes, by their ends, lie in the minutes after news."""
    starts = SESSION_OPEN + ends - minutes
    after = np.zeros(len(ends), dtype=bool)
    for news in NEWS_TIMES if hours is not None else ():
        after |= (starts < news + NEWS_MINUTES) & (starts + minutes > news)
    return after


def interval_ends(n_intervals: int) -> NDArray[np.int64]:
    """Minutes from the open to the end of each interval of the session."""
    return (np.arange(n_intervals) + 1) * INTERVAL_MINUTES
