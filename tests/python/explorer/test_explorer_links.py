"""The address of a view: it holds every choice, and a wrong one is said to be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml
from builds import PROJECT_ROOT

from stockbond.explorer.choices import Catalogue, Choices, read_query

CATALOGUE = Catalogue(
    pairs=("ust", "usd"),
    samples=("paper", "full"),
    event_sets=(("fomc_announcement", "all"), ("fomc_announcement", "rate_cut"), ("auction_5y", "all")),
    outcomes=("rho_ust", "vix"),
    first_date=date(2004, 1, 2),
    last_date=date(2022, 6, 30),
)


@pytest.mark.parametrize(
    "choices",
    [
        Choices(),
        Choices("usd", "full", 5, 95, "point_in_time", "fomc_announcement", "rate_cut", "vix", None, "risky"),
        Choices(dates=(date(2008, 9, 1), date(2008, 9, 1)), event_type="auction_5y"),
    ],
)
def test_a_link_reproduces_every_choice(choices: Choices) -> None:
    query = choices.to_query()
    assert read_query(query, CATALOGUE) == (choices, [])
    assert len(query) == 10
    assert all(query.values())


@pytest.mark.parametrize(
    "query",
    [
        {"pair": "gold"}, {"sample": "all"}, {"labels": "guess"}, {"event": "easter"}, {"outcome": "tea"},
        {"subset": "rate_hike"}, {"days": "sunny"}, {"safety": "80", "risky": "20"}, {"safety": "0"},
        {"risky": "100"}, {"safety": "2.5"}, {"dates": "2008"}, {"dates": "2009-01-01..2008-01-01"},
        {"dates": "2008-01-01..soon"},
    ],
)  # fmt: skip
def test_a_wrong_link_is_said_to_be_wrong_and_falls_back(query: dict[str, str]) -> None:
    choices, complaints = read_query(query, CATALOGUE)
    assert choices == Choices()
    assert len(complaints) == 1
    assert next(iter(query.values())) in complaints[0]


def test_defaults_fit_what_the_release_holds() -> None:
    poorer = replace(CATALOGUE, pairs=("usd",), samples=("full",), outcomes=("vix",))
    choices, complaints = read_query({}, poorer)
    assert (choices.pair, choices.sample, choices.outcome) == ("usd", "full", "vix")
    assert complaints == []


def test_default_thresholds_are_the_projects() -> None:
    tail = yaml.safe_load((PROJECT_ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"][
        "regime_tail"
    ]
    assert Choices().safety_percentile == round(100 * tail)
    assert Choices().risky_percentile == round(100 * (1 - tail))
