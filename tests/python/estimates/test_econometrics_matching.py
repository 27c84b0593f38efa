"""One-to-one matching against every possible assignment, another solver, and the days that it draws."""

from __future__ import annotations

from itertools import permutations
from time import process_time

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from stockbond.econometrics.matching import optimal_matching, random_tie_breaks
from stockbond.econometrics.newey_west import newey_west_errors
from stockbond.econometrics.regression import ols_hac
from stockbond.econometrics.tables.basis_decomposition import CRITERIA, OUTCOMES, matched_pairs, tie_ranges

Array = NDArray[np.float64]
Days = NDArray[np.int64]


def totals(treated: Array, control: Array, treated_days: Days, control_days: Days, chosen: Days) -> list[int]:
    """Total distance in thousandths and in days of an assignment."""
    steps = np.rint(1000 * treated).astype(int) - np.rint(1000 * control[chosen]).astype(int)
    return [int(np.abs(steps).sum()), int(np.abs(treated_days - control_days[chosen]).sum())]


def small_case(seed: int) -> tuple[Array, Array, Days, Days]:
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 5)), int(rng.integers(4, 8))
    # Coarse values have ties in plenty, fine ones have none.
    digits = seed % 3
    treated, control = np.round(rng.normal(0, 1.5, n), digits), np.round(rng.normal(0.5, 2, m), digits)
    days = rng.choice(40, n + m, replace=False)
    return treated, control, np.sort(days[:n]), np.sort(days[n:])


@pytest.mark.parametrize("seed", range(60))
def test_no_assignment_is_nearer_in_value_and_of_these_none_in_days(seed: int) -> None:
    case = small_case(seed)
    matching = optimal_matching(*case)
    n, m = len(case[0]), len(case[1])
    every = [totals(*case, np.array(chosen)) for chosen in permutations(range(m), n)]
    assert totals(*case, matching.control) == min(every)
    assert len(set(matching.control.tolist())) == n


@pytest.mark.parametrize("seed", range(60))
def test_tie_breaks_are_those_of_a_solver_with_the_weights_as_second_criterion(seed: int) -> None:
    """Of all sets of controls with the least distance, the one with the least weight, draw by draw."""
    treated, control, treated_days, control_days = small_case(seed)
    taken = random_tie_breaks(
        treated, control, optimal_matching(treated, control, treated_days, control_days), draws=40, seed=seed
    )
    distance = {}
    for chosen in permutations(range(len(control)), len(treated)):
        total = round(float(np.abs(treated - control[list(chosen)]).sum()), 6)
        members = frozenset(chosen)
        distance[members] = min(total, distance.get(members, np.inf))
    optimal = [members for members, total in distance.items() if total == min(distance.values())]
    order = np.argsort(np.rint(1000 * control).astype(int), kind="stable")
    weights = np.empty((40, len(control)), dtype=int)
    weights[:, order] = np.random.default_rng(seed).integers(0, 2**20, size=(40, len(control)))
    for draw, weight in zip(taken, weights, strict=True):
        lightest = min(optimal, key=lambda members: sum(weight[list(members)]))
        assert frozenset(np.flatnonzero(draw).tolist()) == lightest


def days_like_the_papers(n_days: int = 4600) -> pd.DataFrame:
    """Yields move in whole basis points and hardly before 2009's end; safety days come in spells."""
    rng = np.random.default_rng(8)
    dates = pd.bdate_range("2004-01-02", periods=n_days)
    scale = np.where(dates < "2009-01-01", 5.0, 2.0)
    yields = np.rint(rng.normal(0, scale))
    spell = pd.Series(rng.normal(size=n_days)).rolling(60, min_periods=1).mean().to_numpy() * 5
    score = spell + rng.normal(size=n_days)
    low, high = np.quantile(score, [0.2, 0.8])
    regime = np.select([score < low, score > high], ["safety", "risky"], default="other")
    columns = {f"{name}_bp": rng.normal(0, 3, n_days) for name in OUTCOMES}
    columns |= {"d_yield_ust_bp": yields, "r_ust_bp": rng.normal(0, 35, n_days)}
    columns |= {"r_spx_bp": rng.normal(0, 100, n_days), "d_vix": np.round(rng.normal(0, 1.7, n_days), 2)}
    return pd.DataFrame({"trade_date": dates, "ust_regime": regime, **columns})


@pytest.fixture(scope="module")
def days() -> pd.DataFrame:
    return days_like_the_papers()


def test_another_solver_reaches_the_same_two_totals(days: pd.DataFrame) -> None:
    """Sparse shortest augmenting paths (LAPJVsp) instead of dense ones, on a sixth of the days."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    some = days.iloc[::6]
    safety, others = some[some["ust_regime"] == "safety"], some[some["ust_regime"] != "safety"]
    number = [
        frame["trade_date"].to_numpy().astype("datetime64[D]").astype(int) for frame in (safety, others)
    ]
    for column in CRITERIA.values():
        case = (safety[column].to_numpy(), others[column].to_numpy(), *number)
        ours = optimal_matching(*case).control
        steps = np.abs(np.rint(1000 * case[0])[:, None] - np.rint(1000 * case[1]))
        # A cost of zero would be no edge.
        cost = 1e7 * steps + np.abs(number[0][:, None] - number[1]) + 1
        rows, theirs = min_weight_full_bipartite_matching(csr_matrix(cost))
        assert totals(*case, ours) == totals(*case, theirs[np.argsort(rows)]), column


def test_matched_days_spread_over_the_years_like_the_safety_days(days: pd.DataFrame) -> None:
    """Within 15 points a five-year span where ties let them; the earliest days instead would not."""
    pairs = matched_pairs(days)
    tied = pairs[pairs["term"] == "matched_d_yield_ust"]
    spans = [2004, 2009, 2014, 2019, 2024]

    def shares(dates: pd.Series) -> Array:
        return np.histogram(dates.dt.year, spans)[0] / len(dates)

    others = days[days["ust_regime"] != "safety"]
    assert (np.histogram(others["trade_date"].dt.year, spans)[0] > 300).all()
    assert np.abs(shares(tied["trade_date"]) - shares(tied["matched_date"])).max() < 0.15
    # The claim is about ties: the earliest control of the same yield change lies in the first years.
    earliest = others.sort_values("trade_date").groupby("d_yield_ust_bp").head(60)
    assert np.abs(shares(tied["trade_date"]) - shares(earliest["trade_date"])).max() > 0.15


def test_a_whole_sample_takes_seconds(days: pd.DataFrame) -> None:
    start = process_time()
    ranges = tie_ranges(days)
    assert process_time() - start < 10
    assert len(ranges) == len(OUTCOMES) * len(CRITERIA)
    # What is matched on does not depend on the ties where matched days are equal; elsewhere ties are few.
    equal = ranges[(ranges["specification"] == "d_yield_ust") & (ranges["term"] == "matched_d_yield_ust")]
    assert equal["estimate_high"].item() == pytest.approx(equal["estimate_low"].item(), abs=0.05)
    tied = ranges.groupby("term")["n_days_tied"].first()
    assert tied["matched_d_yield_ust"] > 10 * tied["matched_r_spx"]


def test_means_of_many_series_are_those_of_each() -> None:
    series = np.random.default_rng(2).normal(size=(6, 90))
    means, errors = newey_west_errors(series)
    each = [ols_hac(row, np.ones((90, 1)), ["mean"]).terms()[0] for row in series]
    assert means == pytest.approx([one.estimate for one in each], rel=1e-12)
    assert errors == pytest.approx([one.std_error for one in each], rel=1e-12)


def test_pairs_are_in_the_order_of_the_treated() -> None:
    matching = optimal_matching([5.0, 1.0, 3.0], [1.1, 3.1, 9.0, 5.1], [0, 1, 2], [3, 4, 5, 6])
    assert matching.treated.tolist() == [0, 1, 2]
    assert matching.control.tolist() == [3, 0, 1]


def test_greedy_choices_are_not_optimal_here() -> None:
    """The nearest control of each in turn costs 0.1 + 10; the best assignment costs 1 + 1.1."""
    assert optimal_matching([1.0, 0.0], [0.9, 2.0, 11.0], [0, 1], [2, 3, 4]).control.tolist() == [1, 0]


def test_of_equal_controls_the_nearest_day_is_taken() -> None:
    dates = np.array(["2010-05-03", "2004-01-05", "2010-06-01", "2022-01-03"], dtype="datetime64[D]")
    assert optimal_matching([2.0], [2.0, 2.0, 2.0], dates[:1], dates[1:]).control.tolist() == [1]
    # On either side at the same distance in value; a nearer value beats any nearer day.
    assert optimal_matching([0.0], [1.0, -1.0, 1.0], dates[:1], dates[1:]).control.tolist() == [1]
    assert optimal_matching([0.0], [0.001, 0.002, 0.002], dates[:1], dates[1:]).control.tolist() == [0]


@pytest.mark.parametrize(
    ("treated", "control", "reason"),
    [([], [1.0], "nothing_to_match"), ([1.0, 2.0], [1.0], "too_few_controls"), ([], [], "nothing_to_match")],
)
def test_what_cannot_be_matched_says_why(treated: list[float], control: list[float], reason: str) -> None:
    matching = optimal_matching(treated, control, list(range(len(treated))), list(range(len(control))))
    assert matching.null_reason == reason
    assert matching.treated.size == matching.control.size == 0


def test_values_that_costs_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        optimal_matching([np.nan], [1.0], [0], [1])
    with pytest.raises(ValueError, match="too far for exact costs"):
        optimal_matching([0.0], [1e6], [0], [1])
