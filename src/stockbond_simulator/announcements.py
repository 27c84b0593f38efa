"""On the day of an FOMC announcement the legs' co-movement rises after it, not from the open on.

A day is made with one correlation from open to close. Here whole intervals of such a day change places, with
the bars inside them and for all instruments alike: what the meeting adds to the day's correlation then comes
after the announcement. What changes places are moves in ticks: the day's return stays, and its correlation and
volatility do but for what a tick is of another price (0.001 of a correlation on average).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.calendar import Event, Sessions
from stockbond_simulator.hours import is_in_session
from stockbond_simulator.settings import (
    ES,
    INSTRUMENTS,
    INTERVAL_MINUTES,
    RHO_RANGE,
    SESSION_OPEN,
    TY,
)

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

LOOK_EVERY = 6  # intervals: half hours
LEAST_GAIN = 0.005  # of an exchange, in the correlations until the announcement
MOST_EXCHANGES = 20  # of pairs of intervals, on a day


def move_after_announcements(
    path: Array,
    log_open: Array,
    present: Flags,
    ends: Integers,
    bar_minutes: int,
    sessions: Sessions,
    events: list[Event],
    shift: Array,
) -> None:
    """Put the days of announcements into their new order, in `path`, shape (D, K, L).

    log_open (D, L), log prices at the open with the day's contract's basis; present (D, K, L); ends (K,);
    shift (D,), what events add to the day's correlation. An interval with a missing bar stays where it is.
    """
    block_minutes = math.lcm(INTERVAL_MINUTES, bar_minutes)
    n_bars = block_minutes // bar_minutes  # of an interval that changes places
    first = int(np.flatnonzero(is_in_session(ends))[0])
    ticks = np.array([instrument.tick for instrument in INSTRUMENTS])[: path.shape[2]]
    for event in events:
        day = event.session
        n_blocks = int(sessions.n_intervals[day]) * INTERVAL_MINUTES // block_minutes
        minute = SESSION_OPEN if event.minute is None else event.minute
        n_before = math.ceil((minute - SESSION_OPEN) / block_minutes)
        if not 0 < n_before < n_blocks:
            continue
        # The bar that gives the price at the open, then the session's.
        bars = slice(first - 1, first + n_blocks * n_bars)
        whole = np.rint(np.exp(log_open[day] + path[day, bars]) / ticks)
        steps = np.diff(whole, axis=0).reshape(n_blocks, n_bars, -1)
        moves = np.diff(np.log(whole[::n_bars, [ES, TY]]), axis=0)
        exists = np.asarray(present[day, bars].all(axis=1))
        may_move = exists[1:].reshape(n_blocks, n_bars).all(axis=1) & exists[:-1:n_bars]
        order = order_of_intervals(moves, may_move, n_before, shift[day])
        moved = whole[0] + np.cumsum(steps[order].reshape(n_blocks * n_bars, -1), axis=0)
        changed = moved != whole[1:]
        new = np.log(moved * ticks) - log_open[day]
        path[day, bars][1:][changed] = new[changed]


def order_of_intervals(moves: Array, may_move: Flags, n_before: int, shift: float) -> Integers:
    """The intervals of a day in their new order, shape (I,): as few as will do change places.

    moves (I, 2), returns of both legs; may_move (I,); the first n_before intervals end by the announcement.
    Until then the correlation since the open is to be the day's less `shift`. Each time the pair changes
    places, one interval before and one after, that brings it nearest.
    """
    order = np.arange(len(moves))
    centred = moves - moves.mean(axis=0)
    parts = np.stack([centred[:, 0] * centred[:, 1], centred[:, 0] ** 2, centred[:, 1] ** 2])
    wanted = float(np.clip(correlation(parts.sum(axis=1)) - shift, *RHO_RANGE))
    looks = np.arange(n_before, 0, -LOOK_EVERY)  # after so many intervals
    weights = looks / looks.sum()  # a correlation of few intervals says little

    def misses(sums: Array) -> Array:
        """How far the correlations after `looks` lie from the wanted one; sums (3, looks, ...)."""
        return np.asarray(np.sqrt(np.tensordot(weights, (correlation(sums) - wanted) ** 2, axes=1)))

    for _ in range(MOST_EXCHANGES):
        sums = np.cumsum(parts[:, order], axis=1)[:, looks - 1]
        before = np.flatnonzero(may_move[order[:n_before]])
        after = n_before + np.flatnonzero(may_move[order[n_before:]])
        if not (len(before) and len(after)):
            break
        changes = parts[:, None, order[after]] - parts[:, order[before], None]
        counts = (looks[:, None] > before)[None, :, :, None]  # the looks that see the exchange
        distance = misses(sums[:, :, None, None] + changes[:, None] * counts)
        left, right = np.unravel_index(distance.argmin(), distance.shape)
        if distance[left, right] > misses(sums) - LEAST_GAIN:
            break
        pair = [before[left], after[right]]
        order[pair] = order[pair[::-1]]
    # What came from before the announcement follows it at once, the largest first; the rest moves up.
    places = n_before + np.flatnonzero(may_move[order[n_before:]])
    latest = order[places]
    at_once = np.where(latest < n_before, parts[0, latest], -np.inf)
    order[places] = latest[np.lexsort((latest, -at_once))]
    return order


def correlation(parts: Array) -> Array:
    """From sums of products and of both squares, the first axis of `parts`; zero where a leg stood still."""
    scale = np.sqrt(parts[1] * parts[2])
    return np.asarray(np.where(scale > 0, parts[0] / np.where(scale > 0, scale, 1.0), 0.0))
