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
    assets=(("ES", "S&P 500 E-mini futures"), ("GOLD", "Gold")),
    first_date=date(2004, 1, 2),
    last_date=date(2022, 6, 30),
)


@pytest.mark.parametrize(
    "choices",
    [
        Choices(),
        Choices("usd", "full", 5, 95, "point_in_time", "fomc_announcement", "rate_cut", "vix", None, "risky"),
        Choices(dates=(date(2008, 9, 1), date(2008, 9, 1)), event_type="auction_5y"),
        Choices(zoom="1y", day=date(2008, 9, 1), beside_day=date(2019, 8, 1), asset="GOLD"),
        Choices(beside_pair="usd", beside_sample="full"),
    ],
)
def test_a_link_reproduces_every_choice(choices: Choices) -> None:
    query = choices.to_query()
    assert read_query(query, CATALOGUE) == (choices, [])
    assert len(query) == 16
    assert all(query.values())


@pytest.mark.parametrize(
    "query",
    [
        {"pair": "gold"}, {"sample": "all"}, {"labels": "guess"}, {"event": "easter"}, {"outcome": "tea"},
        {"subset": "rate_hike"}, {"days": "sunny"}, {"safety": "80", "risky": "20"}, {"safety": "0"},
        {"risky": "100"}, {"safety": "2.5"}, {"dates": "2008"}, {"dates": "2009-01-01..2008-01-01"},
        {"dates": "2008-01-01..soon"}, {"zoom": "2y"}, {"day": "2022-07-01"}, {"day": "0001-01-01"},
        {"beside_day": "2008-13-01"}, {"beside_pair": "gold"}, {"beside_sample": "all"}, {"asset": "tea"},
        {"safety": "\N{ARABIC-INDIC DIGIT TWO}"}, {"risky": "080"},
    ],
)  # fmt: skip
def test_a_wrong_link_is_said_to_be_wrong_and_falls_back(query: dict[str, str]) -> None:
    choices, complaints = read_query(query, CATALOGUE)
    assert choices == Choices()
    assert len(complaints) == 1
    assert next(iter(query.values())) in complaints[0]


@pytest.mark.parametrize("name", ["safety", "pair", "dates", "day"])
def test_five_thousand_digits_are_a_short_message(name: str) -> None:
    choices, complaints = read_query({name: "9" * 5000}, CATALOGUE)
    assert choices == Choices()
    assert len(complaints) == 1
    assert f"`{name}=999" in complaints[0]
    assert len(complaints[0]) < 400


@pytest.mark.parametrize(
    "said", ["**x**", "[x](http://evil.example)", "x` <b>y</b>", "$x$", ":red[x]", "x\n# y"]
)
def test_what_a_link_says_is_repeated_as_text(said: str) -> None:
    """In one line of code, in which no mark means anything."""
    _, [complaint] = read_query({"pair": said}, CATALOGUE)
    inside, after = complaint.removeprefix("`").split("`")
    assert inside == "pair=" + said.replace("`", "'").replace("\n", " ")
    assert after.startswith(" is not known here; shown is ust.")


def test_a_view_is_read_once_for_all_that_shows_a_part_of_it() -> None:
    read = Choices(pair="usd", outcome="vix").read()
    shown = Choices(
        pair="usd",
        outcome="vix",
        shown="risky",
        zoom="1y",
        day=date(2008, 9, 1),
        beside_pair="ust",
        asset="GOLD",
    )
    assert shown.read() == read
    assert Choices(outcome="vix").read() != read


def test_what_stands_beside_is_another_pair_or_sample() -> None:
    assert Choices().beside() is None
    assert Choices(beside_pair="usd").beside() == Choices(pair="usd", beside_pair="usd")
    both = Choices(beside_pair="usd", beside_sample="full").beside()
    assert both and (both.pair, both.sample) == ("usd", "full")


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
