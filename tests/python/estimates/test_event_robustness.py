"""The event study's other tests: against other implementations, and where the answer is known."""

from __future__ import annotations

from itertools import combinations
from time import process_time

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from stockbond.econometrics import (
    benjamini_hochberg,
    event_paths,
    event_study_robustness,
    holm,
    newey_west_mean,
    randomisation_p_values,
)

N_SESSIONS = 1500
Frames = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def frames() -> Frames:
    """Two outcomes and two sets of two tables; the second set has events from the rule on only."""
    rng = np.random.default_rng(3)
    dates = pd.bdate_range("2010-01-04", periods=N_SESSIONS)
    is_post = dates >= dates[900]
    jumpy = rng.standard_t(3, N_SESSIONS)
    changes = pd.concat(
        [
            pd.DataFrame({"trade_date": dates, "outcome": "calm", "change": rng.normal(0.1, 1, N_SESSIONS)}),
            pd.DataFrame(
                {"trade_date": dates, "outcome": "jumpy", "change": np.where(jumpy > 9, np.nan, jumpy)}
            ),
        ]
    )
    state = np.where(np.arange(N_SESSIONS) % 4 == 0, "after_safety", "any")
    states = pd.DataFrame({"sample": "full", "state": "any", "trade_date": dates, "is_post_volcker": is_post})
    states = pd.concat([states, states.assign(state=state)[state == "after_safety"]])
    sets = [("fomc", "T8", False, "any", 0, 40), ("ends", "T9", True, "any", 900, 12)]
    sets.append(("fomc", "T8", False, "after_safety", 0, 9))
    rows = []
    for event_type, table_id, only_post, in_state, first, n in sets:
        possible = np.arange(first, N_SESSIONS)
        if in_state != "any":
            possible = possible[possible % 4 == 0]
        for i in np.sort(rng.choice(possible, n, replace=False)):
            rows.append(
                {
                    "event_type": event_type, "event_subset": "all", "sample": "full", "state": in_state,
                    "variant": "as_printed" if in_state == "any" else in_state, "table_id": table_id,
                    "only_post_volcker": only_post, "event_id": f"{event_type}:{i}", "trade_date": dates[i],
                }
            )  # fmt: skip
    return pd.DataFrame(rows), changes, states


def of(frames: Frames, row: pd.Series) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The changes of a cell's events in calendar order, and those of its pool."""
    variants, changes, states = frames
    known = changes[changes["outcome"] == row["outcome"]].dropna().set_index("trade_date")["change"]
    chosen = variants[(variants[["event_type", "variant"]] == row[["event_type", "variant"]]).all(axis=1)]
    pool = states[states["state"] == chosen["state"].iloc[0]]
    if chosen["only_post_volcker"].iloc[0]:
        pool = pool[pool["is_post_volcker"]]
    return (
        known.reindex(chosen["trade_date"]).dropna().to_numpy(),
        known.reindex(pool["trade_date"]).dropna().to_numpy(),
    )


def test_each_test_is_that_of_scipy_and_of_statsmodels(frames: Frames) -> None:
    from scipy import stats
    from statsmodels.stats.multitest import multipletests

    result = event_study_robustness(*frames)
    assert len(result) == 3 * 2
    for _, row in result.iterrows():
        events, pool = of(frames, row)
        assert (row["n_events"], row["n_sessions"]) == (events.size, pool.size)
        plain = stats.ttest_1samp(events, 0)
        assert (row["t_stat"], row["p_value"]) == pytest.approx((plain.statistic, plain.pvalue), rel=1e-10)
        printed = newey_west_mean(events)
        assert row["newey_west_t_stat"] == pytest.approx(printed.t_stat, rel=1e-10)
        assert row["newey_west_p_value_normal"] == pytest.approx(printed.p_value, rel=1e-8)
        by_t = 2 * stats.t.sf(abs(printed.t_stat), events.size - 1)
        assert row["newey_west_p_value"] == pytest.approx(by_t, rel=1e-8)
        # Another generator, a draw at a time: the two shares differ by the luck of 10,000 and 2,000 draws.
        rng = np.random.default_rng(1)
        far = [abs(rng.choice(pool, events.size, replace=False).mean() - pool.mean()) for _ in range(2000)]
        share = (np.array(far) >= abs(events.mean() - pool.mean())).mean()
        assert row["randomisation_p_value"] == pytest.approx(share, abs=0.05)
    for _, family in result.groupby(["table_id", "variant"]):
        p = family["randomisation_p_value"]
        assert set(family["n_tests"]) == {len(family)} == {2}
        np.testing.assert_allclose(family["holm_p_value"], multipletests(p, method="holm")[1])
        np.testing.assert_allclose(family["benjamini_hochberg_p_value"], multipletests(p, method="fdr_bh")[1])


def test_rows_in_any_order_and_sets_beside_them_change_nothing(frames: Frames) -> None:
    result = event_study_robustness(*frames, draws=500)
    shuffled = (frame.sample(frac=1, random_state=1) for frame in frames)
    pd.testing.assert_frame_equal(event_study_robustness(*shuffled, draws=500), result)
    variants, changes, states = frames
    fewer = event_study_robustness(variants[variants["event_type"] == "ends"], changes, states, draws=500)
    alone = result[result["event_type"] == "ends"].reset_index(drop=True)
    pd.testing.assert_frame_equal(fewer, alone)


def test_a_set_without_enough_events_says_so(frames: Frames) -> None:
    variants, changes, states = frames
    one = variants[variants["event_type"] == "ends"].iloc[:1].assign(table_id=None)
    result = event_study_robustness(one, changes, states, draws=100)
    assert set(result["null_reason"]) == {"too_few_observations"}
    assert result[["mean_change", "randomisation_p_value", "holm_p_value"]].isna().all(axis=None)
    assert event_study_robustness(one, changes.iloc[:0], states).empty


def test_randomisation_counts_all_choices_of_a_small_pool() -> None:
    pool = np.array([0.0, 1.0, 3.0, 4.0, 9.0, -2.0])
    means, sizes = [4.0, 2.5, -1.0, 9.0], [2, 3, 2, 1]
    p_values = randomisation_p_values(means, sizes, pool, draws=40_000)
    for mean, size, p_value in zip(means, sizes, p_values, strict=True):
        every = np.array([np.mean(chosen) for chosen in combinations(pool, size)])
        exact = (np.abs(every - pool.mean()) >= abs(mean - pool.mean()) - 1e-9).mean()
        assert p_value == pytest.approx(exact, abs=0.012)
    # All of the pool is the pool; more than it, or nothing, cannot be drawn.
    assert randomisation_p_values([pool.mean()], [6], pool)[0] == 1
    assert np.isnan(randomisation_p_values([1.0, 1.0, np.nan], [7, 0, 2], pool)).all()


def test_adjusted_p_values_leave_missing_ones_out() -> None:
    assert holm([0.04, np.nan, 0.01]).tolist() == pytest.approx([0.04, np.nan, 0.02], nan_ok=True)
    assert benjamini_hochberg([0.04, np.nan, 0.01]).tolist() == pytest.approx(
        [0.04, np.nan, 0.02], nan_ok=True
    )
    assert holm([0.6, 0.5]).tolist() == [1, 1]


def test_a_whole_study_takes_seconds() -> None:
    """Eighteen sets of up to 222 events, six outcomes, 4,600 sessions, all draws."""
    rng = np.random.default_rng(5)
    pool = rng.standard_t(4, 4600)
    sizes = np.array([7, 11, 17, 28, 74, 147, 222] * 3)
    start = process_time()
    for outcome in range(6):
        randomisation_p_values(rng.normal(0, 0.1, sizes.size), sizes, pool + outcome)
    assert process_time() - start < 5


def test_paths_are_means_with_students_band() -> None:
    from scipy import stats

    members = pd.DataFrame(
        {"event_type": "fomc", "event_subset": "all", "sample": "full", "event_id": ["a", "b", "c"]}
    )
    paths = pd.DataFrame(
        {
            "event_id": ["a", "b", "c", "a", "b", "d"], "outcome": "vix",
            "session_offset": [0, 0, 0, 1, 1, 0], "change": [1.0, 2.0, 6.0, 4.0, 4.0, 99.0],
        }
    )  # fmt: skip
    result = event_paths(members, paths).set_index("session_offset")
    low, high = stats.t.interval(0.95, 2, loc=3, scale=stats.sem([1, 2, 6]))
    assert result.loc[0, ["n_events", "mean_change", "ci_low", "ci_high"]].tolist() == pytest.approx(
        [3, 3, low, high]
    )
    assert result.loc[1, ["mean_change", "std_error", "ci_low"]].tolist() == [4, 0, 4]
    alone = event_paths(members.iloc[:1], paths)
    assert alone["ci_low"].isna().all() and alone["mean_change"].tolist() == [1, 4]
