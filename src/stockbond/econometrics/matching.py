"""Optimal one-to-one matching on one number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]

RESOLUTION = 1e-9
"""Values closer than this are the same: sums of distances are exact integers, so ties are ties."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs of positions in the two arrays given, in the order of the treated array."""

    treated: Integers
    control: Integers
    mean_distance: float | None
    """Mean absolute distance of the pairs, in the unit of the values; None without pairs."""
    null_reason: str | None = None


def optimal_matching(treated: ArrayLike, control: ArrayLike) -> Matching:
    """Give every treated value a control value of its own so that the total absolute distance is least.

    The minimum of sum_i |treated_i - control_m(i)| over all one-to-one maps m without replacement. On a line
    some optimal map never crosses, so over both sides sorted, with D(i, j) the least cost of the first i
    treated among the first j controls::

        D(i, j) = min( D(i, j - 1), D(i - 1, j - 1) + |treated_i - control_j| )

    is exact, in n x m steps. Of several optimal maps the one with the earliest controls is taken: least sum
    of the positions in the control array. So give both in calendar order: ties go to the earlier days.

    Parameters
    ----------
    treated, control
        Shapes (n,) and (m,), finite, one unit, distinguished down to `RESOLUTION`.

    Returns
    -------
    n pairs. Without pairs `null_reason` is ``nothing_to_match`` (n = 0) or ``too_few_controls`` (m < n).

    References
    ----------
    Rosenbaum, P. R. (1989): Optimal Matching for Observational Studies. Journal of the American Statistical
    Association 84, 1024-1032.
    """
    left, right = np.asarray(treated, dtype=np.float64), np.asarray(control, dtype=np.float64)
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        raise ValueError("values to match must be finite; drop missing observations first")
    if left.size == 0 or right.size < left.size:
        nothing = np.empty(0, dtype=np.int64)
        reason = "nothing_to_match" if left.size == 0 else "too_few_controls"
        return Matching(nothing, nothing, None, reason)
    # The total must fit an integer of 64 bits, whatever the unit.
    largest = max(float(np.abs(left).max()), float(np.abs(right).max()))
    step = max(RESOLUTION, largest * left.size / 2**60)
    whole_left, whole_right = (np.rint(values / step).astype(np.int64) for values in (left, right))
    order, control_order = np.argsort(whole_left, kind="stable"), np.argsort(whole_right, kind="stable")
    chosen = _least_cost(whole_left[order], whole_right[control_order], control_order)
    match = np.empty(left.size, dtype=np.int64)
    match[order] = control_order[chosen]
    distance = float(np.abs(left - right[match]).mean())
    return Matching(np.arange(left.size), match, distance)


def _least_cost(treated: Integers, control: Integers, position: Integers) -> Integers:
    """The sorted control that each sorted treated value takes: least cost, then least sum of positions.

    Row i needs the running minimum over j of the pair (cost, positions): of the candidates with the least
    cost so far, the least positions. The cost falls in steps; a penalty that falls with each step makes
    every later step beat all earlier ones, so that one running minimum of integers does it.
    """
    n, m = treated.size, control.size
    worst = int(position.sum()) + 1
    columns = np.arange(m)
    cost, positions = np.zeros(m, dtype=np.int64), np.zeros(m, dtype=np.int64)
    best = np.empty((n, m), dtype=np.int32)
    for i in range(n):
        # Treated i takes column j, the ones before it columns before j. Columns below i cannot be taken.
        if i:
            cost, positions = np.roll(cost, 1), np.roll(positions, 1)
        candidate = cost + np.abs(treated[i] - control)
        where = positions + position
        candidate[:i] = np.iinfo(np.int64).max
        cost = np.minimum.accumulate(candidate)
        steps = np.concatenate([[0], np.cumsum(np.diff(cost) < 0)])
        ranked = np.where(candidate == cost, where, worst) - steps * (worst + 1)
        least = np.minimum.accumulate(ranked)
        falls = np.concatenate([[True], np.diff(least) < 0])
        best[i] = np.maximum.accumulate(np.where(falls, columns, 0))
        positions = where[best[i]]
    chosen = np.empty(n, dtype=np.int64)
    j = m - 1
    for i in range(n - 1, -1, -1):
        chosen[i] = best[i, j]
        j = chosen[i] - 1
    return chosen
