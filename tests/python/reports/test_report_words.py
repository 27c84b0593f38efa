"""The words of the report's first screen: one sentence that reconciles, and the age of the data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from stockbond.report.summary import age, one_sentence
from stockbond.report.tables import lacking
from stockbond.report.wording import plain_label

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


def test_the_latest_day_stands_beside_the_day_of_the_release() -> None:
    found = age(date(2026, 11, 26), datetime(2026, 11, 30, 21, 5))
    assert (found.last_day, found.words) == (
        "2026-11-26",
        "Data to 26 November 2026; release of 30 November 2026.",
    )
    assert age(date(2026, 11, 26), None).words == "Data to 26 November 2026."


PARTIAL = "4116 of 4656 sessions of the sample, from 2006-02-01 to 2022-06-30"


def cell(row: str, column: str, partial: str | None = None, null: str | None = None) -> dict[str, Any]:
    """A cell of a table as far as its reasons go."""
    return {"row_label": row, "column_label": column, "partial_reason": partial, "null_reason": null}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([cell("Mean", "SPX"), cell("Mean", "DXY", PARTIAL), cell("Std", "DXY", PARTIAL), cell("Std", "SPX")],
         ["Column DXY: 4,116 of 4,656 sessions of the sample, from 2006-02-01 to 2022-06-30."]),
        ([cell("ρ_t^UST", "mean", PARTIAL)],
         ["Every cell: 4,116 of 4,656 sessions of the sample, from 2006-02-01 to 2022-06-30."]),
        ([cell("A", "x", null="too_few_observations"), cell("A", "y"), cell("B", "x"), cell("B", "y")],
         ["Column x: not estimated, too few observations."]),
        ([], ["Too few observations."]),
    ],
)  # fmt: skip
def test_a_table_that_is_not_whole_says_what_lacks_and_how_much(
    cells: list[dict[str, Any]], words: list[str]
) -> None:
    assert [
        text.capitalize() if not cells else text for text in lacking("too_few_observations", cells)
    ] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("ρ_t^UST", "ρ UST"), ("R_{i+1,t}^SPX", "R_i+1 SPX"), ("Δ(y^FX - (f - s))", "Δ(y FX − (f − s))")],
)
def test_labels_in_charts_have_no_markup(text: str, words: str) -> None:
    assert plain_label(text) == words
