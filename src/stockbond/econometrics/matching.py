"""Optimal one-to-one matching of days on one number, and what its ties leave open."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

STEPS_PER_UNIT = 1000
"""Distances are whole thousandths of the unit: sums are exact, so ties are ties."""
DAYS_PER_STEP = 10_000_000
"""What a thousandth costs, in days apart: more than all days of a matching together."""
LARGEST_COST = 2**53
LARGEST_WEIGHT = 2**20
TIE_BREAKS, TIE_SEED = 200, 5
_CHOICES = 50_000_000  # choices kept at once: bounds the memory of a criterion with few values


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs of positions in the two arrays given, in the order of the treated array."""

    treated: Integers
    control: Integers
    null_reason: str | None = None


def optimal_matching(
    treated: ArrayLike, control: ArrayLike, treated_dates: ArrayLike, control_dates: ArrayLike
) -> Matching:
    """Give every treated day a control day of its own: as near in value, then in date, as can be.

    The one-to-one map m without replacement that minimises, in integers::

        sum_i  10^7 |1000 x_i - 1000 x_m(i)| + |day_i - day_m(i)|

    with each 1000 x rounded: first the total distance in thousandths of the unit, of those the total distance
    in calendar days. Yields move in steps of a basis point, so that many maps share the first total: without
    the second, a solver's habits would choose the days.

    Parameters
    ----------
    treated, control
        Shapes (n,) and (m,), finite, one unit.
    treated_dates, control_dates
        The day of each, datetime64 or what numpy takes for one. Give both sides in calendar order.

    Returns
    -------
    n pairs. Without pairs `null_reason` is ``nothing_to_match`` (n = 0) or ``too_few_controls`` (m < n).

    Raises
    ------
    ValueError
        A value is missing or infinite, or too large for exact costs (about 900,000 units apart).

    References
    ----------
    Rosenbaum, P. R. (1989): Optimal Matching for Observational Studies. Journal of the American Statistical
    Association 84, 1024-1032.
    """
    left, right = _steps(treated), _steps(control)
    if left.size == 0 or right.size < left.size:
        nothing = np.empty(0, dtype=np.int64)
        reason = "nothing_to_match" if left.size == 0 else "too_few_controls"
        return Matching(nothing, nothing, reason)
    farthest = max(int(left.max() - right.min()), int(right.max() - left.min()))
    if farthest > LARGEST_COST // DAYS_PER_STEP:
        raise ValueError(f"values lie {farthest / STEPS_PER_UNIT:g} units apart, too far for exact costs")
    left_days, right_days = (
        np.asarray(dates, dtype="datetime64[D]").astype(np.int64) for dates in (treated_dates, control_dates)
    )
    from scipy.optimize import linear_sum_assignment

    cost = _distances(left, right)  # in place, as doubles: the solver would copy whole numbers
    cost *= DAYS_PER_STEP
    cost += _distances(left_days, right_days)
    rows, columns = linear_sum_assignment(cost)
    return Matching(rows.astype(np.int64), columns.astype(np.int64))


def _distances(left: Integers, right: Integers) -> NDArray[np.float64]:
    difference = np.subtract.outer(left, right, dtype=np.float64)
    return np.asarray(np.abs(difference, out=difference))


def _steps(values: ArrayLike) -> Integers:
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("values to match must be finite; drop missing observations first")
    return np.rint(array * STEPS_PER_UNIT).astype(np.int64)


def random_tie_breaks(
    treated: ArrayLike, control: ArrayLike, matching: Matching, draws: int = TIE_BREAKS, seed: int = TIE_SEED
) -> Flags:
    """The control days of matchings that are as near in value, ties broken at random.

    Each draw gives every control day an independent, uniform integer weight and takes, of all maps with the
    least total distance of values, one with the least total weight. What is taken is exactly what an
    assignment solver would take with that weight as its second criterion, but no assignment is solved: values
    lie on a line. With T_e treated and K_e matched controls at or below the e-th of the sorted values, the
    total distance is sum_e gap_e |T_e - K_e|, and by complementary slackness with one set of shadow prices
    the least total leaves only this open: K_e at most, at least or just T_e, and controls that all maps take,
    or none. A path between two bounds with the least weight is a matter of counting along the line.

    Parameters
    ----------
    treated, control
        As in `optimal_matching`.
    matching
        What `optimal_matching` gave for them.
    draws, seed
        Number of tie-breaks, and the seed of their weights.

    Returns
    -------
    Shape (draws, m): is the control matched?

    Raises
    ------
    ValueError
        A value is missing or infinite.

    References
    ----------
    Bonin, J., A. de Mier and M. Noy (2003): Lattice path matroids. Journal of Combinatorial Theory A 104,
    63-94. Schrijver, A. (2003): Combinatorial Optimization, 12.4 (shadow prices of a minimum-cost flow).
    """
    left, right = _steps(treated), _steps(control)
    order = np.argsort(right, kind="stable")
    low, high, forced = _open_paths(left, right[order], np.isin(order, matching.control))
    rng = np.random.default_rng(seed)
    taken = np.zeros((draws, right.size), dtype=bool)
    at_once = max(1, _CHOICES // int((high - low + 1).sum()))
    for first in range(0, draws, at_once):
        weights = rng.integers(0, LARGEST_WEIGHT, size=(min(at_once, draws - first), right.size))
        taken[first : first + at_once, order] = _lightest_paths(low, high, forced, weights)
    return taken


def _open_paths(left: Integers, right: Integers, matched: Flags) -> tuple[Integers, Integers, Integers]:
    """Bounds of the matched among the first 0 ... m controls, and controls forced in (1) or out (-1)."""
    points = np.unique(np.concatenate([left, right]))
    place = np.searchsorted(points, right)
    n_treated, n_controls, n_matched = (
        np.bincount(where, minlength=points.size)
        for where in (np.searchsorted(points, left), place, place[matched])
    )
    gap, surplus = np.diff(points), np.cumsum(n_treated - n_matched)[:-1]
    price = _shadow_prices(gap, surplus, n_matched > 0)
    rise = np.diff(price)

    m, n = right.size, left.size
    low, high = np.zeros(m + 1, dtype=np.int64), np.minimum(np.arange(m + 1), n)
    before, needed = np.cumsum(n_controls)[:-1], np.cumsum(n_treated)[:-1]
    np.minimum.at(high, before[rise > -gap], needed[rise > -gap])
    np.maximum.at(low, before[rise < gap], needed[rise < gap])
    low[m] = n
    forced = -np.sign(price)[place].astype(np.int64)
    # Bounds that a path of steps of 0 or 1 can reach, there and back.
    for i in range(m):
        high[i + 1] = min(high[i + 1], high[i] + (forced[i] >= 0))
        low[i + 1] = max(low[i + 1], low[i] + (forced[i] > 0))
    for i in reversed(range(m)):
        high[i] = min(high[i], high[i + 1] - (forced[i] > 0))
        low[i] = max(low[i], low[i + 1] - (forced[i] >= 0))
    return low, high, forced


def _shadow_prices(gap: Integers, surplus: Integers, is_used: Flags) -> Integers:
    """The price at each point of one more treated value there, zero where a control may go free.

    In thousandths: shortest ways in the residual network from the points whose controls are matched. To move
    a value to the next point costs the gap, and gives it back where one moves the other way. Ways along a
    line do not turn.
    """
    unreached = int(gap.sum()) + 1
    start = np.where(is_used, 0, unreached)
    forth, back = np.where(surplus < 0, -gap, gap), np.where(surplus > 0, -gap, gap)
    return np.minimum(_ways_onward(start, forth), _ways_onward(start[::-1], back[::-1])[::-1])


def _ways_onward(start: Integers, steps: Integers) -> Integers:
    travelled = np.concatenate([[0], np.cumsum(steps)])
    return np.asarray(travelled + np.minimum.accumulate(start - travelled))


def _lightest_paths(low: Integers, high: Integers, forced: Integers, weights: Integers) -> Flags:
    """Which controls are matched, with the least total of each row of weights (draws, m) between the bounds.

    Where the bounds meet, what comes after does not depend on what came before: piece by piece, by dynamic
    programming over the number matched, all draws at once.
    """
    draws, m = weights.shape
    taken = np.zeros((draws, m), dtype=bool)
    never, met = np.iinfo(np.int64).max // 2, np.flatnonzero(low == high)
    for first, last in pairwise(met.tolist()):
        if last == first + 1:
            taken[:, first] = low[last] > low[first]
            continue
        # One column on the left and two on the right stay out of reach.
        widest = int((high - low)[first : last + 1].max()) + 4
        here, there = (np.full((draws, widest), never) for _ in range(2))
        here[:, 1] = 0
        choices = []
        for i in range(first, last):
            step, width = low[i + 1] - low[i], high[i + 1] - low[i + 1] + 1
            leave = here[:, step + 1 : step + 1 + width]
            take = here[:, step : step + width] + weights[:, [i]]
            if forced[i]:
                (leave if forced[i] > 0 else take)[:] = never
            choices.append(take < leave)
            np.minimum(take, leave, out=there[:, 1 : 1 + width])
            there[:, 1 + width :] = never
            here, there = there, here
        state, rows = np.zeros(draws, dtype=np.int64), np.arange(draws)
        for i in reversed(range(first, last)):
            taken[:, i] = choices[i - first][rows, state]
            state += low[i + 1] - low[i] - taken[:, i]
    return taken
