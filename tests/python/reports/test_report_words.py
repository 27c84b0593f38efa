"""The words of the report's first screen: one sentence that reconciles, and the age of the data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stockbond.report.summary import age, one_sentence

LATEST: dict[str, Any] = {
    "realized_correlation": -0.47, "correlation_mean_20d": -0.59, "correlation_ci_low": -0.69,
    "correlation_ci_high": -0.17, "regime": "safety", "label_probability": 0.44, "is_label_uncertain": True,
    "safety_probability": 0.44, "other_probability": 0.55, "risky_probability": 0.01,
}  # fmt: skip
CUT = {"safety_threshold": -0.5363, "risky_threshold": -0.1072}
STATES = [("safe_haven", "Safe haven", 0.97, "97 %"), ("neutral", "Neutral", 0.03, "3 %")]


def said(before: float = -0.58, **changes: Any) -> str:
    """The sentence for the latest day with some changes, its hard blanks plain."""
    words = one_sentence({**LATEST, **changes}, {"realized_correlation": before}, CUT, STATES)
    return words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")


def test_an_uncertain_label_stands_between_two_kinds_and_beside_the_slow_state() -> None:
    assert said() == (
        "-0.47, up from -0.58 the day before and -0.59 on the mean of 20 days; between safety and other: "
        "probability of a safety day 0.4, of an other day 0.6; the 95 % interval reaches over the safety "
        "threshold (-0.536); the slow state, told by many days and not this one, is safe haven, 97 %."
    )


@pytest.mark.parametrize(
    ("before", "changes", "words"),
    [
        (-0.40, {}, "-0.47, down from -0.40 the day before"),
        (-0.471, {}, "-0.47, as -0.47 the day before"),
        (-0.58, {"is_label_uncertain": False, "label_probability": 0.83}, "; safety day with probability 0.8;"),
        (-0.58, {"correlation_ci_high": 0.1}, "the safety threshold (-0.536) and the risky threshold (-0.107)"),
    ],
)  # fmt: skip
def test_change_label_and_interval_are_said(before: float, changes: dict[str, Any], words: str) -> None:
    assert words in said(before, **changes)


def test_what_is_not_there_is_not_said() -> None:
    words = said(regime=None, correlation_ci_low=None, correlation_mean_20d=None)
    assert words.startswith("-0.47, up from -0.58 the day before; the slow state")


@pytest.mark.parametrize(("day", "is_stale"), [(26, False), (30, False), (25, True)])
def test_data_of_more_than_a_long_weekend_ago_are_stale(day: int, is_stale: bool) -> None:
    found = age(date(2026, 11, day), date(2026, 11, 30))
    assert found.is_stale == is_stale
    assert found.words.startswith("Stale: ") == is_stale
