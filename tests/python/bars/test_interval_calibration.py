"""Intervals hold the truth as often as they say, labels are right as often as they are called."""

from __future__ import annotations

import json
from typing import Any

import calibrate_intervals as calibration
import duckdb
import numpy as np
import pandas as pd
import pytest
from builds import PROJECT_ROOT
from day_scenarios import SCENARIOS
from rendering import model

N_DAYS, SEED = 400, 5
WITHOUT_TICKS = [name for name, scenario in SCENARIOS.items() if not scenario.ticks]


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """What `make calibration` measured last."""
    return json.loads((PROJECT_ROOT / calibration.RESULTS).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["U-shape", "stochastic volatility", "t4 tails"])
def test_intervals_cover(name: str) -> None:
    """On 400 days a true 95 % lies within 91 and 98 almost surely; Fisher's interval does not hold it where
    volatility changes within the day."""
    found = calibration.coverage(SCENARIOS[name], N_DAYS, SEED)
    assert 91 <= found["interval"] <= 98
    assert found["fisher"] < found["interval"]


def test_measured_coverage_is_nominal_but_for_ticks(results: dict[str, Any]) -> None:
    assert (results["seeds"], results["n_days"]) == ([1, 2, 3], 2000)
    assert list(results["coverage"]) == list(SCENARIOS)
    assert len(WITHOUT_TICKS) == 7
    found = {name: results["coverage"][name]["interval"] for name in WITHOUT_TICKS}
    assert {name: value for name, value in found.items() if not 93 <= value <= 96.5} == {}


def test_labels_are_right_as_often_as_they_are_called(results: dict[str, Any]) -> None:
    """Within six points a bin, of each label; a bin is a tenth with 200 days or more."""
    rows = results["reliability"]
    assert {row["label"] for row in rows} == set(calibration.LABELS)
    assert min(row["n_days"] for row in rows) >= 200
    assert [row for row in rows if abs(row["called"] - row["right"]) > 0.06] == []


def test_where_the_prior_is_wrong_it_errs_by_what_the_page_says(results: dict[str, Any]) -> None:
    """In a market of three states labels of the tails are right more often than they are called, "other" less
    often; a prior without a shape is within six points in both markets."""
    tails = [
        row["right"] - row["called"] for row in results["reliability_in_states"] if row["label"] != "other"
    ]
    other = [
        row["right"] - row["called"] for row in results["reliability_in_states"] if row["label"] == "other"
    ]
    assert 0.06 < max(tails) < 0.12
    assert min(tails) > -0.01
    assert -0.06 < min(other) < 0
    for key in ("reliability_without_shape", "reliability_without_shape_in_states"):
        assert [row for row in results[key] if abs(row["called"] - row["right"]) > 0.06] == []


def test_a_prior_without_a_shape_finds_two_points() -> None:
    """Where the true z is one of two values, far apart, the fifths cut within them, and labels are right as often
    as that has it. The normal prior knows no such market."""
    rng = np.random.default_rng(4)
    z, s = rng.choice([-1.0, 1.0], 2000), np.full(2000, 0.2)
    r = np.tanh(z + rng.normal(0, s))
    label, probability = calibration.labelled_without_shape(r, s)
    low, high = calibration.thresholds(r)
    is_right = calibration.side_of(z, low, high) == label
    assert probability.mean() == pytest.approx(is_right.mean(), abs=0.05)
    assert abs(calibration.labelled(r, s)[1].mean() - is_right.mean()) > 0.1


def test_the_page_shows_what_was_measured(results: dict[str, Any]) -> None:
    page = (PROJECT_ROOT / "docs/VALIDATION.md").read_text(encoding="utf-8")
    assert calibration.coverage_table(results) in page
    assert calibration.reliability_table(results) in page
    assert calibration.distances_table(results) in page


def test_the_kernel_is_nearer_to_the_truth_where_ticks_pull() -> None:
    """In a calm market with ticks its bias is under half that of the paper's measure."""
    found = calibration.coverage(SCENARIOS["calm with ticks"], N_DAYS, SEED)
    assert found["bias_plain"] > 0.02
    assert abs(found["bias_noise_robust"]) < found["bias_plain"] / 2


def test_label_probabilities_are_those_of_numpy() -> None:
    """The posterior by scipy's normal distribution; point in time from the days before alone."""
    rng = np.random.default_rng(3)
    days = pd.DataFrame({"trade_date": pd.date_range("2010-01-01", periods=300), "pair_id": "ust"})
    days["realized_correlation"] = np.tanh(rng.normal(-0.3, 0.4, len(days)))
    days["correlation_std_error"] = rng.uniform(0.1, 0.3, len(days))
    days["interval_null_reason"] = None
    samples = pd.DataFrame(
        {"sample": ["full"], "first_date": days["trade_date"].min(), "last_date": days["trade_date"].max()}
    )
    connection = duckdb.connect()
    connection.register("fct_realized_correlation_daily", days)
    connection.register("dim_samples", samples)
    found = connection.execute(f"from ({model('fct_regimes_daily')}) order by trade_date").df()
    r, s = (days[name].to_numpy() for name in ("realized_correlation", "correlation_std_error"))
    label, probability = calibration.labelled(r, s)
    assert found["regime"].tolist() == [calibration.LABELS[number] for number in label]
    assert found["label_probability"].to_numpy() == pytest.approx(probability, abs=1e-12)
    assert (found["is_label_uncertain"] == (probability < 0.75)).all()
    assert found["label_probability_point_in_time"].isna().sum() == 252
    # The last day as the one before knew it: its own days set thresholds and prior.
    z, past = np.arctanh(r), np.arctanh(r[:-1])
    low, high = np.arctanh(np.quantile(r[:-1], [0.2, 0.8]))
    signal = 1 - (s[:-1] ** 2).mean() / past.var(ddof=1)
    mean, deviation = past.mean() + signal * (z[-1] - past.mean()), np.sqrt(signal) * s[-1]
    below, above = (calibration.norm.cdf(side / deviation) for side in (low - mean, mean - high))
    expected = {"safety": below, "risky": above, "other": 1 - below - above}
    last = found.iloc[-1]
    assert last["label_probability_point_in_time"] == pytest.approx(
        expected[last["regime_point_in_time"]], abs=1e-12
    )
