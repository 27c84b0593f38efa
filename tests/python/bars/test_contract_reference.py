"""The plain Python reference of METHODOLOGY 2a gives the values that one derives from the text by hand.

What checks the warehouse must itself be right: every expected value here was worked out on paper. Names and
what is set aside for its name: `test_contract_name_reference.py`.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from contract_candidates_reference import VendorSymbol
from contract_cases import bars, because, contracts, days_from, rolls, run
from contract_markets import ODDITIES, QUARRELSOME, markets
from contract_reference import reference
from hypothesis import given, settings

WHOLE_BROKEN_WHOLE = (slice(None), slice(0, 59), slice(None))


# Volume and calendar ---------------------------------------------------------------------------------------


def test_the_issue_example_of_an_es_roll() -> None:
    days = days_from("2020-03-10", 4)
    march = [bars(d, "ESH20", v, symbol="ES") for d, v in zip(days, (90, 70, 46, 20), strict=True)]
    june = [bars(d, "ESM20", v, symbol="ES") for d, v in zip(days, (10, 30, 54, 80), strict=True)]
    result = run(*march, *june)
    assert rolls(result) == [("2020-03-12", "ESH20", "ESM20")]
    assert result.contract_days["volume_share"].tolist()[2] == 0.54


# 2020-03-01 is a Sunday, the session before it 02-28; three sessions before that is 02-25. 2020-06-01 is a
# Monday and a session. 2008-03-21 is Good Friday, so ES counts from the 20th. The third Wednesday of March
# 2020 is the 18th, of September 2020 the 16th (SR3M0 trades until September).
@pytest.mark.parametrize(
    ("symbol", "names", "first", "roll_day"),
    [
        ("TY", ("TYH20", "TYM20"), "2020-02-18", "2020-02-25"),
        ("TU", ("TUM20", "TUU20"), "2020-05-18", "2020-05-27"),
        ("ES", ("ESH20", "ESM20"), "2020-03-05", "2020-03-12"),
        ("ES", ("ESH08", "ESM08"), "2008-03-05", "2008-03-12"),
        ("USD", ("DXH20", "DXM20"), "2020-03-05", "2020-03-10"),
        ("RATE3M", ("GEH20", "GEM20"), "2020-03-05", "2020-03-10"),
        ("RATE3M", ("SR3M20", "SR3U20"), "2020-09-01", "2020-09-08"),
    ],
)
def test_without_volume_the_calendar_rolls(
    symbol: str, names: tuple[str, str], first: str, roll_day: str
) -> None:
    days = days_from(first, 9)
    result = run(*(bars(days, name, None, symbol=symbol) for name in names))
    expected = [names[0] if str(day) < roll_day else names[1] for day in days]
    assert [c[-3:] for c in contracts(result, symbol)] == [name[-3:] for name in expected]
    assert [day for day, _, _ in rolls(result)] == [roll_day]
    assert set(because(result, symbol)) == {"calendar"}


@pytest.mark.parametrize("volume", [None, 0.0])
def test_ten_bars_without_volume_do_not_roll_five_sessions_early(volume: float | None) -> None:
    days = days_from("2020-02-18", 5)
    whole = bars(days, "TYH20", 100)
    lost = whole["bar_start_utc"].isin(whole["bar_start_utc"][:10])
    frames = [whole[~lost], whole[lost].assign(volume=volume).astype({"volume": float})]
    result = run(*frames, bars(days, "TYM20", 95))
    assert contracts(result) == ["TYH20"] * 5 if volume is None else ["TYM20"] * 5
    # NULL on a session bar is unknown and asks the calendar; zero on some bars is a small, known volume.
    assert because(result)[0] == ("calendar" if volume is None else "volume")


def test_zero_volume_on_all_bars_is_unknown() -> None:
    days = days_from("2020-02-18", 3)
    result = run(bars(days, "TYH20", 0.0), bars(days, "TYM20", 5))
    assert contracts(result) == ["TYH20"] * 3
    assert because(result) == ["calendar"] * 3
    assert result.contract_days["volume_share"].isna().all()


def test_unknown_volume_of_a_contract_that_does_not_serve_is_ignored() -> None:
    day = days_from("2020-01-06")[0]
    result = run(bars(day, "TYH20", 30), bars(day, "TYM20", 70), bars(day, "TYU20", None, keep=slice(0, 20)))
    assert (contracts(result), because(result)) == (["TYM20"], ["volume"])


def test_bars_before_the_open_and_after_the_close_do_not_count_as_volume() -> None:
    day = days_from("2020-01-06")[0]
    around = bars(day, "TYH20", 1000, keep=slice(0, 1))
    early = around.assign(bar_start_utc=around["bar_start_utc"] - timedelta(minutes=5))
    late = around.assign(bar_start_utc=around["bar_start_utc"] + timedelta(minutes=390))
    result = run(bars(day, "TYH20", 10), bars(day, "TYM20", 11), early, late)
    assert contracts(result) == ["TYM20"]
    assert result.contract_days["session_volume"].tolist() == [21 * 78]


def test_equal_volumes_go_to_more_grid_points_and_then_to_the_earlier_expiry() -> None:
    day = days_from("2020-01-06")[0]
    assert contracts(run(bars(day, "TYM20"), bars(day, "TYH20"))) == ["TYH20"]
    fewer = bars(day, "TYH20", 78, keep=slice(0, 75))
    assert contracts(run(bars(day, "TYM20", 75), fewer)) == ["TYM20"]


# Never back ------------------------------------------------------------------------------------------------


def test_once_rolled_an_earlier_expiry_that_leads_is_not_taken_again() -> None:
    days = days_from("2020-02-18", 3)
    march = [bars(d, "TYH20", v) for d, v in zip(days, (10, 100, 99), strict=True)]
    june = [bars(d, "TYM20", v) for d, v in zip(days, (20, 10, 60), strict=True)]
    result = run(*march, *june)  # on the second day a tenth exactly, which is not under a tenth
    assert contracts(result) == ["TYM20"] * 3
    assert because(result) == ["volume", "rolled", "rolled"]


def test_a_later_one_under_a_tenth_of_the_earlier_ones_volume_undoes_the_roll() -> None:
    days = days_from("2020-02-18", 4)
    march = [bars(d, "TYH20", v) for d, v in zip(days, (90, 40, 91, 10), strict=True)]
    june = [bars(d, "TYM20", v) for d, v in zip(days, (10, 60, 9, 90), strict=True)]
    result = run(*march, *june)
    assert contracts(result) == ["TYH20", "TYM20", "TYH20", "TYM20"]
    assert because(result) == ["volume"] * 4
    there, back = ("TYH20", "TYM20"), ("TYM20", "TYH20")
    assert [(a, b) for _, a, b in rolls(result)] == [there, back, there]


def test_where_the_later_one_does_not_serve_the_earlier_one_stands_in_for_that_day_only() -> None:
    days = days_from("2020-02-18", 3)
    march = [bars(d, "TYH20", v) for d, v in zip(days, (40, 40, 50), strict=True)]
    june = [bars(d, "TYM20", 60, keep=k) for d, k in zip(days, WHOLE_BROKEN_WHOLE, strict=True)]
    result = run(*march, *june)
    assert contracts(result) == ["TYM20", "TYH20", "TYM20"]
    assert because(result) == ["volume", "stand_in", "volume"]
    assert not rolls(result)  # June was the first contract, and the state never left it


def test_rate3m_goes_by_calendar_though_its_volume_lies_years_out() -> None:
    days = days_from("2020-03-09", 2)
    frames = [bars(days, name, v, symbol="RATE3M") for name, v in (("GEH0", 1), ("GEM0", 9), ("GEZ0", 90))]
    result = run(*frames)
    assert contracts(result, "RATE3M") == ["GEH20", "GEM20"]
    assert because(result, "RATE3M") == ["calendar"] * 2


def test_rate3m_takes_another_month_only_where_no_march_june_september_or_december_serves() -> None:
    days = days_from("2020-01-06", 2)
    result = run(bars(days, "GEG0", symbol="RATE3M"), bars(days[1], "GEH0", symbol="RATE3M"))
    assert contracts(result, "RATE3M") == ["GEG20", "GEH20"]


def test_a_broken_day_of_the_front_contract_rolls_nothing_before_its_roll_day() -> None:
    days = days_from("2020-01-06", 3)
    front = [bars(d, "GEH0", symbol="RATE3M", keep=k) for d, k in zip(days, WHOLE_BROKEN_WHOLE, strict=True)]
    result = run(*front, bars(days, "GEM0", symbol="RATE3M"))
    assert contracts(result, "RATE3M") == ["GEH20", "GEM20", "GEH20"]
    assert not rolls(result)


def test_where_nothing_later_serves_the_calendar_stays() -> None:
    days = days_from("2020-02-24", 3)
    result = run(bars(days, "TYH20", None), bars(days, "TYM20", None, keep=slice(0, 20)))
    assert contracts(result) == ["TYH20"] * 3


# Bar lengths, vendors, grids -------------------------------------------------------------------------------


def test_a_stray_minute_a_day_does_not_make_the_day_one_of_minutes() -> None:
    days = days_from("2020-01-06", 2)
    result = run(bars(days, "TYH20"), bars(days, "TYH20", minutes=1, keep=slice(4, 5)))
    assert result.contract_days["bar_minutes"].tolist() == [5, 5]
    assert result.contract_days["n_grid_points"].tolist() == [79, 79]
    assert result.contract_days["session_volume"].tolist() == [7800, 7800]


@pytest.mark.parametrize(("missing", "expected"), [(2, 1), (3, 5)])
def test_the_finest_length_may_lack_two_grid_points(missing: int, expected: int) -> None:
    day = days_from("2020-01-06")[0]
    minutes = bars(day, "TYH20", minutes=1, keep=slice(0, 390 - 5 * missing))
    result = run(bars(day, "TYH20"), minutes)
    assert result.contract_days["bar_minutes"].tolist() == [expected]


def test_sixty_of_78_returns_serve_and_59_do_not() -> None:
    day = days_from("2020-01-06")[0]
    for kept, serves in ((60, True), (59, False)):  # the first bar's open stands in at 09:30
        result = run(bars(day, "TYH20", keep=slice(0, kept)))
        assert result.contract_days["n_returns"].tolist() == [kept]
        assert result.contract_days["serves"].tolist() == [serves]


def test_the_second_vendor_serves_a_day_that_the_first_one_broke_and_nothing_is_mixed() -> None:
    days = days_from("2020-01-06", 3)
    first = [bars(d, "TYH20", keep=k) for d, k in zip(days, WHOLE_BROKEN_WHOLE, strict=True)]
    second = bars(days, "TYH20", 7, vendor="second", closes=[200.0 + i for i in range(78)])
    result = run(*first, second)
    assert result.contract_days["vendor"].tolist() == ["canonical", "second", "canonical"]
    assert because(result) == ["volume", "stand_in", "volume"]
    assert result.contract_days["session_volume"].tolist() == [7800, 7 * 78, 7800]
    assert result.daily_returns["daily_return"].isna().all()  # each follows a day of another vendor


def test_a_continuous_series_stands_in_where_the_dated_contract_does_not_serve() -> None:
    day = days_from("2020-01-06")[0]
    result = run(bars(day, "TYH20", keep=slice(0, 40)), bars(day, "", 50))
    assert (contracts(result), because(result)) == ([""], ["stand_in"])
    assert result.contract_days["session_volume"].tolist() == [50 * 78]


def test_no_daily_return_goes_from_a_dated_contract_to_a_continuous_series() -> None:
    days = days_from("2020-01-06", 3)
    dated = [bars(d, "TYH20", keep=k) for d, k in zip(days, WHOLE_BROKEN_WHOLE, strict=True)]
    result = run(*dated, bars(days, ""))
    assert contracts(result) == ["TYH20", "", "TYH20"]
    assert result.daily_returns["daily_return"].isna().all()


def test_where_nothing_serves_the_candidate_with_most_grid_points_is_the_days() -> None:
    day = days_from("2020-01-06")[0]
    result = run(bars(day, "TYH20", 900, keep=slice(0, 20)), bars(day, "TYM20", 1, keep=slice(0, 30)))
    assert contracts(result) == ["TYM20"]
    assert result.contract_days["n_grid_points"].tolist() == [31]


def test_the_first_grid_price_is_the_bar_before_the_open_and_otherwise_the_first_open() -> None:
    day = days_from("2020-01-06")[0]
    session = bars(day, "TYH20", closes=[110.0 + i for i in range(78)])
    session.loc[0, ["open", "low"]] = 107.0
    key = (day, "TY")
    assert run(session).candidates[key][0].prices[:3].tolist() == [107.0, 110.0, 111.0]
    late = session.iloc[1:]  # the first bar starts at 09:35: no price at 09:30, and none at 09:35
    assert np.isnan(run(late).candidates[key][0].prices[:2]).all()
    before = session.head(1).assign(
        bar_start_utc=session["bar_start_utc"][0] - timedelta(minutes=5), close=99.0
    )
    assert run(session, before).candidates[key][0].prices[:2].tolist() == [99.0, 110.0]


def test_the_daily_return_is_of_day_ts_contract_on_both_days() -> None:
    days = days_from("2020-02-18", 2)
    flat = {name: [price] * 78 for name, price in (("a", 100.0), ("b", 110.0), ("c", 101.0), ("d", 121.0))}
    result = run(
        *(bars(days[0], "TYH20", 60, closes=flat["a"]), bars(days[0], "TYM20", 40, closes=flat["b"])),
        *(bars(days[1], "TYH20", 40, closes=flat["c"]), bars(days[1], "TYM20", 60, closes=flat["d"])),
    )
    assert result.daily_returns["daily_return"].tolist()[1] == pytest.approx(math.log(1.1))


def test_the_correlation_and_why_it_is_missing() -> None:
    days = days_from(
        "2019-11-25", 5
    )  # a Monday; the Friday, fifth without Thanksgiving, 12-02; 11-29 closes early
    zigzag = [100 * math.exp(0.001 * (i % 4)) for i in range(78)]
    down = [10000 / price for price in zigzag]
    es = bars(days, "ESZ19", symbol="ES", closes=zigzag)
    ty = [
        bars(days[0], "TYZ19", closes=down),
        bars(days[1], "TYZ19", closes=down, keep=slice(0, 59)),
        bars(days[2], "TYZ19", closes=[130.0] * 78),
        bars(days[3], "TYZ19"),
    ]
    result = run(es, *ty)
    found = result.correlations
    assert [str(day) for day in days][3:] == ["2019-11-29", "2019-12-02"]
    assert found["realized_correlation"].tolist()[0] == pytest.approx(-1.0)
    assert found["null_reason"].tolist()[1:] == ["too_few_intervals", "flat_leg", "early_close", "no_data"]
    assert found["n_intervals"].tolist()[:3] == [78, 59, 78]


def test_a_symbol_quoted_the_other_way_round_has_its_sign_turned() -> None:
    day = days_from("2020-01-06")[0]
    zigzag = [100 * math.exp(0.001 * (i % 4)) for i in range(78)]
    symbols = [VendorSymbol("v", "SPX", "ES"), VendorSymbol("v", "EUR_USD", "USD", return_sign=-1)]
    legs = [bars(day, None, vendor="v", symbol=name, closes=zigzag) for name in ("SPX", "EUR_USD")]
    assert run(*legs, symbols=symbols).correlations["realized_correlation"].tolist() == pytest.approx([-1.0])


def test_two_real_days_on_which_the_note_was_the_safe_haven(real_data: Path) -> None:
    """The values of METHODOLOGY 2, from real minutes of two series without a contract."""
    symbols = [VendorSymbol("oanda", "SPX500_USD", "ES"), VendorSymbol("oanda", "USB10Y_USD", "TY")]
    for day, month, expected in (
        (date(2008, 12, 1), "2008-12", -0.431946397828),
        (date(2019, 8, 1), "2019-8", -0.672371034013),
    ):
        frames = []
        for symbol in ("SPX500_USD", "USB10Y_USD"):
            file = real_data / "bars" / "oanda" / symbol / month[:4] / f"oanda-{symbol}-{month}.csv"
            sent = pd.read_csv(file, parse_dates=["time"]).rename(columns={"time": "bar_start_utc"})
            facts = {"vendor": "oanda", "symbol": symbol, "contract": None, "bar_minutes": 1}
            frames.append(sent[sent["bar_start_utc"].dt.date == day].assign(**facts))
        found = run(*frames, symbols=symbols).correlations
        assert found["n_intervals"].tolist() == [78]
        assert found["realized_correlation"].tolist() == pytest.approx([expected], abs=5e-13)


# Random markets --------------------------------------------------------------------------------------------


@settings(max_examples=8, deadline=None)
@given(market=markets([*ODDITIES, *QUARRELSOME], max_sessions=16))
def test_nothing_after_a_day_enters_its_contract(market: Any) -> None:
    whole = reference(market.bars, market.sessions, market.vendor_symbols).contract_days
    days = sorted(whole["trade_date"].unique())
    cut = days[len(days) // 2]
    early = market.bars[market.bars["bar_start_utc"].dt.date <= cut]
    part = reference(early, market.sessions, market.vendor_symbols).contract_days
    expected = whole[whole["trade_date"].isin(part["trade_date"])]
    expected = expected[expected["instrument"].isin(part["instrument"].unique())]
    left, right = (t.sort_values(["instrument", "trade_date"], ignore_index=True) for t in (part, expected))
    pd.testing.assert_frame_equal(left, right, check_dtype=False)


@settings(max_examples=8, deadline=None)
@given(market=markets(ODDITIES, max_sessions=16))
def test_every_session_with_a_usable_bar_has_a_contract(market: Any) -> None:
    result = reference(market.bars, market.sessions, market.vendor_symbols)
    days = result.contract_days
    assert (days["contract"].isna() == days["null_reason"].notna()).all()
    with_candidates = {key for key, found in result.candidates.items() if found}
    assert with_candidates == set(result.chosen)
    assert days["volume_share"].dropna().between(0, 1).all()
