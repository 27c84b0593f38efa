"""What the minutes of a day say of the clock that stamped them.

Futures are loudest at the open of stocks (09:30 New York), go quiet at their close (16:00), stop from 17:00 to
18:00, and jump at releases. Where a file's day has these edges an hour away, its stamps are of another zone; where
they are one bar away, the stamps are the other end of the bar.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MINUTES = 1440
OPEN, CLOSE, HALT, REOPEN = 9 * 60 + 30, 16 * 60, 17 * 60, 18 * 60
RELEASES = (8 * 60 + 30, OPEN, 10 * 60, 14 * 60)
HOURS = range(-12, 12)
LOUDEST = 3.0  # an edge counts as one of e^3 at most
CLEAR = 1.5  # by so much another clock must fit better
ALL_DAY = 20 * 60  # minutes with bars
BARS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Clock:
    """The stamps beside New York's day: whole hours late (below zero: early), and bars late."""

    hours: int
    bars: int
    busiest: int  # minute of the day
    is_all_day: bool

    @property
    def is_right(self) -> bool:
        """Nothing speaks against zone and label."""
        return self.hours == 0 and self.bars == 0


def read_clock(activity: Array, n_bars: Array, bar_minutes: int) -> Clock:
    """The clock by which the edges of the day fit best; the one that is said, unless another fits clearly better.

    Parameters
    ----------
    activity
        Volume, or the size of moves, of each minute of New York's day, shape (1440,).
    n_bars
        Bars that start in each minute, shape (1440,).
    bar_minutes
        Length of the bars.
    """
    width = max(5, bar_minutes)
    hours = best({hour: fit(activity, 60 * hour, width) for hour in HOURS})
    near = {late: fit(activity, 60 * hours + late * bar_minutes, bar_minutes) for late in (-1, 0, 1)}
    return Clock(
        hours, best(near), int(np.argmax(activity)), bool((n_bars > 0).sum() * bar_minutes >= ALL_DAY)
    )  # fmt: skip


def best(fits: dict[int, float]) -> int:
    """What fits best; 0 unless it is clear."""
    found = max(fits, key=lambda late: (fits[late], -abs(late)))
    return found if fits[found] > fits[0] + CLEAR else 0


def fit(activity: Array, late: int, width: int) -> float:
    """How clear the day's edges are, so many minutes late.

    A halt has an end: bars that stop and do not begin again an hour later stop at some close.
    """
    halt = min(-edge(activity, HALT + late, width), edge(activity, REOPEN + late, width))
    return edge(activity, OPEN + late, width) - edge(activity, CLOSE + late, width) + 2 * halt


def edge(activity: Array, minute: int, width: int) -> float:
    """The logarithm of how much louder the minutes from here on are than those before."""
    after = np.take(activity, range(minute, minute + width), mode="wrap").mean()
    before = np.take(activity, range(minute - width, minute), mode="wrap").mean()
    quiet = 1e-3 * activity.mean()
    return float(np.clip(np.log((after + quiet) / (before + quiet)), -LOUDEST, LOUDEST))


def jump_at(moves: Array, minute: int) -> float | None:
    """How many times the moves of the ten minutes before the move of a minute is; None where there are no bars."""
    before = moves[minute - 10 : minute]
    if not moves[minute] or not before.any():
        return None
    return float(moves[minute] / before[before > 0].mean())


def drawn(values: Array, width: int = 30) -> str:
    """The day as a line of bars, one for so many minutes; blank where there is nothing."""
    parts = values.reshape(-1, width).sum(axis=1)
    if not parts.any():
        return BARS[0] * len(parts)
    heights = np.ceil(parts / parts.max() * (len(BARS) - 1)).astype(int)
    return "".join(BARS[height] for height in heights)


def of_day(minute: int) -> str:
    """09:30 of 570."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
