"""One-to-one matching against every possible assignment."""

from __future__ import annotations

from itertools import permutations
from time import process_time

import numpy as np
import pytest
from numpy.typing import NDArray

from stockbond.econometrics.matching import optimal_matching

Array = NDArray[np.float64]


def best_by_hand(treated: Array, control: Array) -> tuple[float, set[frozenset[int]]]:
    """The least total distance of all assignments, and the sets of controls that reach it."""
    costs = {
        chosen: round(float(np.abs(treated - control[list(chosen)]).sum()), 6)
        for chosen in permutations(range(len(control)), len(treated))
    }
    least = min(costs.values())
    return least, {frozenset(chosen) for chosen, cost in costs.items() if cost == least}


@pytest.mark.parametrize("seed", range(60))
def test_no_assignment_is_better_and_ties_go_to_the_earlier_days(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 5)), int(rng.integers(4, 8))
    # Coarse values have ties in plenty, fine ones have none.
    digits = seed % 3
    treated, control = np.round(rng.normal(0, 1.5, n), digits), np.round(rng.normal(0.5, 2, m), digits)
    matching = optimal_matching(treated, control)
    least, optimal_sets = best_by_hand(treated, control)
    assert np.abs(treated - control[matching.control]).sum() == pytest.approx(least, abs=1e-6)
    assert matching.mean_distance == pytest.approx(least / n, abs=1e-6)
    chosen = frozenset(matching.control.tolist())
    assert len(chosen) == n
    assert chosen in optimal_sets
    assert sum(chosen) == min(sum(positions) for positions in optimal_sets)


def test_a_whole_sample_equals_scipy_within_seconds() -> None:
    from scipy.optimize import linear_sum_assignment

    rng = np.random.default_rng(1)
    treated, control = rng.normal(-2, 4, 920), rng.normal(0, 4, 3700)
    start = process_time()
    matching = optimal_matching(treated, control)
    assert process_time() - start < 5
    distance = np.abs(treated[:, None] - control[None, :])
    assert matching.mean_distance == pytest.approx(distance[linear_sum_assignment(distance)].mean(), rel=1e-9)
    assert len(np.unique(matching.control)) == 920


def test_pairs_are_in_the_order_of_the_treated() -> None:
    matching = optimal_matching([5.0, 1.0, 3.0], [1.1, 3.1, 9.0, 5.1])
    assert matching.treated.tolist() == [0, 1, 2]
    assert matching.control.tolist() == [3, 0, 1]
    assert matching.mean_distance == pytest.approx(0.1)


def test_greedy_choices_are_not_optimal_here() -> None:
    """The nearest control of each in turn costs 0.1 + 10; the best assignment costs 1 + 1.1."""
    matching = optimal_matching([0.0, 1.0], [0.9, 2.0, 11.0])
    assert matching.control.tolist() == [0, 1]
    assert optimal_matching([1.0, 0.0], [0.9, 2.0, 11.0]).control.tolist() == [1, 0]


def test_of_equal_controls_the_earliest_are_taken() -> None:
    assert optimal_matching([2.0, 2.0], [2.0, 7.0, 2.0, 2.0]).control.tolist() == [0, 2]
    # On either side at the same distance: the earlier day, be it above or below.
    assert optimal_matching([0.0], [5.0, 1.0, -1.0]).control.tolist() == [1]
    assert optimal_matching([0.0], [5.0, -1.0, 1.0]).control.tolist() == [1]
    # Rounding errors of differences are no distances: 0.3 - 0.2 is not 0.2 - 0.1 in floating point.
    assert optimal_matching([0.0], [0.3 - 0.2, 0.2 - 0.1]).control.tolist() == [0]
    assert optimal_matching([0.0], [0.2 - 0.1, 0.3 - 0.2]).control.tolist() == [0]


@pytest.mark.parametrize("unit", [1e-4, 1.0, 1e12])
def test_the_unit_does_not_matter(unit: float) -> None:
    rng = np.random.default_rng(4)
    treated, control = rng.normal(size=50), rng.normal(size=300)
    expected = optimal_matching(treated, control).control
    assert optimal_matching(treated * unit, control * unit).control.tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("treated", "control", "reason"),
    [([], [1.0], "nothing_to_match"), ([1.0, 2.0], [1.0], "too_few_controls"), ([], [], "nothing_to_match")],
)
def test_what_cannot_be_matched_says_why(treated: list[float], control: list[float], reason: str) -> None:
    matching = optimal_matching(treated, control)
    assert (matching.null_reason, matching.mean_distance) == (reason, None)
    assert matching.control.size == 0


def test_missing_values_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        optimal_matching([np.nan], [1.0])
