"""The plain Python reference reads names of contracts as one does by hand, and no name loses another's day.

What checks the warehouse must itself be right: every expected value here was worked out on paper.
"""

from __future__ import annotations

import math
from datetime import datetime

import pandas as pd
import pytest
from contract_candidates_reference import unusable_share
from contract_cases import bars, because, contracts, days_from, rolls, run
from contract_markets import spellings
from contract_name_reference import parse_contract


@pytest.mark.parametrize("kind", spellings("ES", 201809, "ES"))
def test_every_spelling_of_a_contract_is_one_contract(kind: str) -> None:
    name = spellings("ES", 201809, "ES")[kind]
    found = parse_contract(name, "ES", datetime(2018, 8, 6, 14))
    assert (found.kind, found.root, found.contract_month) == ("dated", "ES", 201809), name


@pytest.mark.parametrize(
    ("name", "symbol", "month"),
    [
        ("ESM2022", "ES", 202206),
        ("GEM0", "RATE3M", 202006),
        ("ES 2004-03", "ES", 200403),
        ("ZTM-22 Comdty", "TU", 202206),
        ("ZN   JUN 20", "TY", 202006),
        ("20201211", "ES", 202012),  # not November 2012
        ("TUU2", "TU", 202209),
        ("ESU8^1", "ES", 201809),
        ("ESZ9^0", "ES", 200912),
        ("TYZ29", "TY", 202912),
    ],
)
def test_names_that_were_read_wrongly(name: str, symbol: str, month: int) -> None:
    assert parse_contract(name, symbol, datetime(2020, 3, 2, 15)).contract_month == month


@pytest.mark.parametrize(
    ("name", "symbol", "kind"),
    [
        ("ESU8-ESZ8", "ES", "calendar_spread"),
        ("SR3H0-SR3M0", "RATE3M", "calendar_spread"),
        ("ES2 Index", "ES", "not_the_front"),
        ("TU2", "TU", "not_the_front"),  # not September 2022
        ("TUc2", "TU", "not_the_front"),
        ("ES.v.1", "ES", "not_the_front"),
        (None, "ES", "continuous"),
        (math.nan, "ES", "continuous"),
        ("", "ES", "continuous"),
        ("  ", "ES", "continuous"),
        ("ES", "ES", "continuous"),
        ("ES.v.0", "ES", "continuous"),
        ("ES=F", "ES", "continuous"),
        ("@ES", "ES", "continuous"),
        ("ESc1", "ES", "continuous"),
        ("ES1!", "ES", "continuous"),
        ("ES1 Index", "ES", "continuous"),
        ("20201311", "ES", "unreadable"),
        ("ES 13-18", "ES", "unreadable"),
        ("front month", "ES", "unreadable"),
    ],
)
def test_names_that_are_no_contract(name: str | None, symbol: str, kind: str) -> None:
    assert parse_contract(name, symbol, datetime(2020, 3, 2, 15)).kind == kind


@pytest.mark.parametrize(
    ("name", "start", "month"),
    [
        ("ESH1", "2011-03-31", 201103),
        ("ESH1", "2011-04-01", 202103),
        ("ESH1", "2021-03-01", 202103),
        ("ESZ9", "2009-12-31", 200912),
        ("ESH0", "2009-12-31", 201003),
        ("SR3Z9", "2020-03-02", 201912),  # it trades until March 2020
        ("SR3Z9", "2020-04-01", 202912),
    ],
)
def test_a_one_digit_year_is_the_first_whose_last_trading_month_has_not_passed(
    name: str, start: str, month: int
) -> None:
    symbol = "RATE3M" if name.startswith("SR3") else "ES"
    assert parse_contract(name, symbol, datetime.fromisoformat(start)).contract_month == month


def test_a_sofr_contract_trades_until_three_months_after_the_month_in_its_name() -> None:
    named = parse_contract("SR3M0", "RATE3M", datetime(2020, 3, 2))
    assert (named.contract_month, named.last_trade_month) == (202006, 202009)
    by_day = parse_contract("SR3 20200915", "RATE3M", datetime(2020, 3, 2))
    assert by_day == named


# Names that are set aside ----------------------------------------------------------------------------------


def test_one_day_of_a_mistyped_year_takes_nothing_from_the_days_after_it() -> None:
    days = days_from("2020-01-06", 5)
    result = run(bars(days, "TYH20"), bars(days[1], "TYZ29", 1e6))
    assert contracts(result) == ["TYH20"] * 5
    assert because(result) == ["only_one"] * 5
    assert result.quarantine.to_numpy().tolist() == [["canonical", "TY", "TYZ29", "implausible_expiry", 78]]


def test_a_contract_is_plausible_from_its_last_month_to_twelve_months_before() -> None:
    day = days_from("2020-03-02")
    assert contracts(run(bars(day, "TYH20"))) == ["TYH20"]
    assert contracts(run(bars(day, "TYH21"))) == ["TYH21"]
    for name in ("TYG20", "TYJ21"):
        result = run(bars(day, name))
        assert result.contract_days["null_reason"].tolist() == ["no_usable_contract"]


def test_one_digit_years_of_two_decades_are_two_contracts() -> None:
    first, second = days_from("2011-03-01", 3), days_from("2021-03-01", 3)
    result = run(bars([*first, *second], "ESH1", symbol="ES"))
    kept = result.contract_days.dropna(subset=["contract_month"])
    assert kept["contract_month"].tolist() == [201103] * 3 + [202103] * 3
    assert kept["months_to_expiry"].tolist() == [0] * 6


def test_a_paper_sample_of_one_digit_years_does_not_end_after_ten_years() -> None:
    frames = []
    for year in range(2004, 2023):
        frames.append(bars(days_from(f"{year}-01-05"), f"ESH{year % 10}", symbol="ES"))
    result = run(*frames)
    kept = result.contract_days.dropna(subset=["contract_month"])
    assert kept["contract_month"].tolist() == [year * 100 + 3 for year in range(2004, 2023)]


def test_a_day_of_set_aside_names_is_told_from_a_day_without_bars() -> None:
    days = days_from("2020-01-06", 4)
    result = run(bars([days[0], days[3]], "TYH20"), bars(days[1], "???"))
    reasons = result.contract_days["null_reason"].fillna("").tolist()
    assert reasons == ["", "no_usable_contract", "no_data", ""]


def test_a_spread_is_never_the_contract_of_a_day() -> None:
    day = days_from("2018-09-04")[0]
    up = [100 * math.exp(0.001 * (i % 3)) for i in range(78)]
    spread = bars(day, "ESU8-ESZ8", 1e6, symbol="ES", closes=up[::-1])
    result = run(bars(day, "ESU8", symbol="ES", closes=up), bars(day, "TYZ8", closes=up), spread)
    assert result.correlations["realized_correlation"].tolist() == pytest.approx([1.0])
    assert result.quarantine["reason"].tolist() == ["calendar_spread"]


def test_half_of_the_bars_with_names_may_be_unusable_before_the_build_stops() -> None:
    day = days_from("2020-01-06")[0]
    sent = pd.concat([bars(day, "TYH20"), bars(day, "???", keep=slice(0, 26)), bars(day, "TY2")])
    assert unusable_share(sent, run(sent).quarantine) == 26 / 104


# Spellings and series --------------------------------------------------------------------------------------


def test_another_spelling_for_a_day_is_no_roll() -> None:
    days = days_from("2020-01-06", 6)
    names = ["TYH20", "TYH2020", "ty h20", "ZN   MAR 20", "TYH-20 Comdty", "20200320"]
    result = run(*(bars(day, name) for day, name in zip(days, names, strict=True)))
    assert contracts(result) == ["TYH20"] * 6
    assert result.daily_returns["daily_return"].notna().tolist() == [False] + [True] * 5
    assert not rolls(result)


def test_two_spellings_of_one_day_count_its_volume_once() -> None:
    day = days_from("2020-01-06")[0]
    result = run(bars(day, "TYH20", 60), bars(day, "ZNH0", 60), bars(day, "TYM20", 100))
    assert contracts(result) == ["TYM20"]
    assert result.contract_days["session_volume"].tolist() == [160 * 78]
    assert result.contract_days["volume_share"].tolist() == [100 / 160]


def test_a_continuous_series_beside_dated_contracts_adds_no_volume_and_is_not_chosen() -> None:
    day = days_from("2020-01-06")[0]
    result = run(bars(day, "TYH20", 60), bars(day, "TYM20", 40), bars(day, "TY1 Comdty", 100))
    assert contracts(result) == ["TYH20"]
    assert result.contract_days["session_volume"].tolist() == [100 * 78]


def test_march_is_before_june_whatever_the_alphabet_says() -> None:
    days = days_from("2020-02-18", 3)
    march = [bars(day, "ZN   MAR 20", v) for day, v in zip(days, (90, 60, 20), strict=True)]
    june = [bars(day, "ZN   JUN 20", v) for day, v in zip(days, (10, 40, 80), strict=True)]
    result = run(*march, *june)
    assert rolls(result) == [("2020-02-20", "TYH20", "TYM20")]
    assert result.contract_days["volume_share"].tolist() == [0.9, 0.6, 0.8]


@pytest.mark.parametrize("name", [None, "", "TY1 Comdty"])
@pytest.mark.parametrize("order", ["after", "before"])
def test_a_continuous_series_before_or_after_dated_contracts_serves_its_days(
    name: str | None, order: str
) -> None:
    days = days_from("2020-01-06", 4)
    dated, series = (days[:2], days[2:]) if order == "after" else (days[2:], days[:2])
    result = run(bars(dated, "TYH20"), bars(series, name))
    assert result.contract_days["chosen_because"].tolist() == ["only_one"] * 4
    # The first day has no day before it, the third follows one of the other kind.
    assert result.daily_returns["daily_return"].notna().tolist() == [False, True, False, True]
    assert result.daily_returns["may_cross_roll"].tolist() == [day in series for day in days]


def test_no_name_and_a_name_in_turns_lose_no_day_and_move_no_state() -> None:
    days = days_from("2020-01-06", 6)
    names = ["TYM20", "", "TYM20", None, "TYM20", "TYM20"]
    sent = [bars(day, name) for day, name in zip(days, names, strict=True)]
    # On the last day an earlier contract leads, five to one: the state of the fifth day stands.
    result = run(*sent, bars(days[5], "TYH20", 500))
    assert contracts(result) == ["TYM20", "", "TYM20", "", "TYM20", "TYM20"]
    assert because(result)[5] == "rolled"
