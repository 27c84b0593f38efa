"""The estimators against independent implementations."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from stockbond.econometrics.event_study import COLUMN_TYPES, event_study
from stockbond.econometrics.newey_west import NotEstimableError, newey_west_lags, newey_west_mean


def closed_form_error(x: NDArray[np.float64], lags: int) -> float:
    """The formula of Newey and West written out for a mean."""
    n = len(x)
    e = x - x.mean()
    g = [float(e[j:] @ e[: n - j]) for j in range(lags + 1)]
    weighted = g[0] + 2 * sum((1 - j / (lags + 1)) * g[j] for j in range(1, lags + 1))
    return float(np.sqrt(weighted / n**2 * n / (n - 1)))


@pytest.mark.parametrize("n_obs", [2, 3, 7, 16, 147, 4658])
@pytest.mark.parametrize("lags", [None, 0, 1])
def test_mean_equals_the_closed_form(n_obs: int, lags: int | None) -> None:
    x = np.random.default_rng(n_obs).standard_t(4, n_obs).cumsum() * 0.1 + 0.3
    estimate = newey_west_mean(x, lags)
    expected = closed_form_error(x, newey_west_lags(n_obs) if lags is None else lags)
    assert estimate.mean == pytest.approx(x.mean(), rel=1e-12)
    assert estimate.std_error == pytest.approx(expected, rel=1e-10)
    assert estimate.t_stat == pytest.approx(x.mean() / expected, rel=1e-10)
    assert estimate.n_obs == n_obs
    assert estimate.correction == n_obs / (n_obs - 1)


def test_p_value_is_two_sided_normal() -> None:
    estimate = newey_west_mean([0.5, 1.5, 0.25, 2.0, -0.5])
    assert estimate.p_value == pytest.approx(2 * (1 - NormalDist().cdf(abs(estimate.t_stat))), abs=1e-12)


def test_mean_equals_r_sandwich(real_data: Path) -> None:
    vix = pd.read_csv(real_data / "cboe" / "VIX_History.csv")
    closes = vix.loc[vix["DATE"].between("2004-01-01", "2022-06-30"), "CLOSE"]
    changes = closes.diff().dropna().to_numpy()
    golden = pd.read_csv(real_data / "r_highfrequency" / "sandwich_newey_west.csv")
    assert len(golden) == 4
    for row in golden.to_dict("records"):
        estimate = newey_west_mean(changes, lags=row["lag"])
        assert estimate.n_obs == row["n"]
        assert estimate.mean == pytest.approx(row["mean"], rel=1e-10)
        assert estimate.std_error == pytest.approx(row["se"], rel=1e-10)
        assert estimate.t_stat == pytest.approx(row["t"], rel=1e-10)


@pytest.mark.parametrize("root", range(1, 12))
def test_lags_are_the_floor_of_the_fourth_root(root: int) -> None:
    assert newey_west_lags(root**4) == root
    assert newey_west_lags(root**4 - 1) == root - 1


@pytest.mark.parametrize(
    ("x", "reason"),
    [([], "too_few_observations"), ([1.0], "too_few_observations"), ([2.0, 2.0], "no_variation")],
)
def test_what_cannot_be_estimated_says_why(x: list[float], reason: str) -> None:
    with pytest.raises(NotEstimableError) as caught:
        newey_west_mean(x)
    assert caught.value.reason == reason


@pytest.mark.parametrize("x", [[1.0, np.nan, 2.0], [1.0, np.inf], [[1.0, 2.0], [3.0, 4.0]]])
def test_unusable_input_is_refused(x: list[float]) -> None:
    with pytest.raises(ValueError, match=r"finite|dimension"):
        newey_west_mean(x)


@pytest.mark.parametrize("lags", [-1, 3])
def test_lags_outside_the_sample_are_refused(lags: int) -> None:
    with pytest.raises(ValueError, match="lags must lie between 0 and 2"):
        newey_west_mean([1.0, 2.0, 4.0], lags)


@pytest.fixture
def members() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_type": ["fomc"] * 5,
            "event_subset": ["all"] * 3 + ["hike"] * 2,
            "sample": ["paper"] * 5,
            "event_id": ["a", "b", "c", "a", "c"],
        }
    )


@pytest.fixture
def changes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_id": ["c", "b", "a", "c", "b", "a"],
            "event_type": ["fomc"] * 6,
            "outcome": ["vix"] * 3 + ["move"] * 3,
            "event_date": pd.to_datetime(["2020-03-03", "2020-02-03", "2020-01-03"] * 2),
            "change": [4.0, 2.0, 1.0, 3.0, None, 5.0],
        }
    )


def test_event_study_counts_the_events_that_enter(members: pd.DataFrame, changes: pd.DataFrame) -> None:
    result = event_study(members, changes).set_index(["event_subset", "outcome"])
    assert result.loc[("all", "vix"), ["n_events", "n_events_in_set"]].tolist() == [3, 3]
    assert result.loc[("all", "move"), ["n_events", "n_events_in_set"]].tolist() == [2, 3]
    assert result.loc[("all", "move"), "mean_change"] == pytest.approx(4.0, rel=1e-12)
    # In calendar order, whatever the order of the rows.
    expected = closed_form_error(np.array([1.0, 2.0, 4.0]), 1)
    assert result.loc[("all", "vix"), "std_error"] == pytest.approx(expected, rel=1e-10)
    assert result.loc[("hike", "vix"), "first_event_date"] == pd.Timestamp("2020-01-03")


def test_event_study_does_not_depend_on_row_order(members: pd.DataFrame, changes: pd.DataFrame) -> None:
    shuffled = event_study(members.iloc[::-1], changes.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(event_study(members, changes), shuffled)


def test_event_study_without_enough_events_says_why(members: pd.DataFrame, changes: pd.DataFrame) -> None:
    alone = changes.assign(change=changes["change"].where(changes["event_id"] == "a"))
    result = event_study(members, alone)
    assert set(result["null_reason"]) == {"too_few_observations"}
    assert set(result["n_events"]) == {1}
    assert result[["mean_change", "std_error", "t_stat"]].isna().all(axis=None)


def test_event_study_types_do_not_depend_on_the_data(members: pd.DataFrame, changes: pd.DataFrame) -> None:
    missing = changes.assign(change=float("nan"))
    for given in (changes, missing, changes.iloc[:0]):
        assert {name: str(kind) for name, kind in event_study(members, given).dtypes.items()} == COLUMN_TYPES
    assert event_study(members, missing)["first_event_date"].isna().all()


def test_event_study_of_nothing_is_an_empty_table(members: pd.DataFrame, changes: pd.DataFrame) -> None:
    assert event_study(members.iloc[:0], changes.iloc[:0]).columns.tolist() == list(COLUMN_TYPES)
    assert event_study(members, changes.iloc[:0]).empty
