"""Ten mornings of a desk: fetch, a day's bars, build, report. Every table and page says the right day.

STOCKBOND_MORNINGS says how many; the meeting of the FOMC and the auction of five-year notes are among the first three.
"""

from __future__ import annotations

import html
import os
import re
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import duckdb
import pytest
from local_publishers import Publishers
from mornings import (
    AUCTION,
    FIRST,
    LAST,
    MEETING,
    NEXT_AUCTION,
    RAISED,
    SPEECHES,
    Desk,
    Seen,
    mornings,
)

from benchmarks.reader import hashes_of
from stockbond_simulator import simulate

MORNINGS = int(os.environ.get("STOCKBOND_MORNINGS", "3"))  # make torture runs ten
# Of each daily table the newest day: the session whose bars came, or the last day that publishers had.
SESSION = (
    "fct_contract_days", "fct_daily_returns", "fct_day_measures", "fct_event_states", "fct_flights_to_safety_daily",
    "fct_intraday_correlation", "fct_key_asset_changes_daily", "fct_key_asset_measures", "fct_label_variants",
    "fct_market_changes_daily", "fct_outcome_changes_daily", "fct_outcomes_daily",
    "fct_realized_correlation_daily", "fct_realized_estimators_daily", "fct_realized_volatility_daily",
    "fct_regimes_daily", "fct_sample_days", "rpt_bar_fingerprints", "rpt_daily", "rpt_f1_daily_correlation",
    "rpt_f2_ust_against_usd_safety",
)  # fmt: skip
PUBLISHED = (
    "fct_asset_betas_daily", "fct_asset_returns_daily", "fct_convenience_yields_daily", "fct_macro_daily",
    "rpt_daily_factors",
)  # fmt: skip
# No row for each session, or for none here; and the calendar, which ends in years.
NOT_DAILY = (
    "dim_contract_rolls", "dim_trading_days", "fct_currency_bases", "fct_etf_flows_daily", "fct_event_variants",
    "fct_price_outliers", "rpt_f3_state_probabilities", "rpt_f4_episodes", "rpt_matched_days", "rpt_restatements",
)  # fmt: skip
# What may lie ahead: the calendar and its events, what is announced, when a value will have been out by rule, the
# time of the build itself, which no test turns back, and what a file of the user's says of later.
MAY_LIE_AHEAD = {
    ("dim_trading_days", "trade_date"), ("dim_trading_days", "session_open_at_utc"),
    ("dim_trading_days", "session_close_at_utc"), ("dim_events", "event_date"), ("dim_events", "original_date"),
    ("fct_event_changes", "event_date"), ("fct_treasury_auctions", "auction_date"),
    ("fct_macro_daily", "available_date"), ("fct_dealer_positions_weekly", "available_date"),
    ("rpt_release", "built_at_utc"), ("rpt_release_files", "last_date"),
}  # fmt: skip
ALL_EVENTS = sorted(
    [
        ("auction_5y", AUCTION, None), ("auction_10y", NEXT_AUCTION, None),
        ("fomc_announcement", MEETING, "14:00"), ("fomc_minutes", MEETING + timedelta(21), "14:00"),
        ("fomc_announcement", date(2026, 9, 16), "14:00"), ("fomc_minutes", date(2026, 10, 7), "14:00"),
        ("month_end_ex_quarter_end", date(2026, 7, 31), None), ("month_end_ex_quarter_end", date(2026, 8, 31), None),
        ("quarter_end", date(2026, 9, 30), None), ("cpi", date(2026, 8, 12), "08:30"),
        *(("speeches", date.fromisoformat(day), "10:00") for day in SPEECHES),
    ],
    key=lambda event: (event[1], event[0]),
)  # fmt: skip
NAMES = {
    "auction_5y": "5-year auction", "auction_10y": "10-year auction", "fomc_announcement": "FOMC announcement",
    "fomc_minutes": "FOMC minutes", "month_end_ex_quarter_end": "Other month end", "quarter_end": "Quarter end",
    "cpi": "cpi", "speeches": "speeches",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(server: Publishers, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose root ends before the first morning."""
    folder = tmp_path_factory.mktemp("mornings")
    simulate(folder / "market", FIRST, LAST)
    desk = Desk(folder / "desk", folder / "market", server)
    desk.begin()
    return desk


@pytest.fixture(scope="module")
def seen(desk: Desk) -> list[Seen]:
    """What each morning left."""
    return [desk.morning(morning) for morning in mornings()[:MORNINGS]]


def said_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def is_ahead(day: date, as_of: datetime) -> bool:
    """Is an event of that day upcoming: is its session not over?"""
    return datetime.combine(day, time(16)) > as_of


def ahead(as_of: datetime) -> list[tuple[str, date, str | None]]:
    """The events of the next 60 days that are known by then: auctions are announced a week ahead."""
    return [
        (event_type, day, at) for event_type, day, at in ALL_EVENTS
        if is_ahead(day, as_of) and day <= as_of.date() + timedelta(60)
        and not (event_type == "auction_10y" and day > as_of.date() + timedelta(7))
    ]  # fmt: skip


def of_page(page: str, pattern: str) -> str:
    """What stands at a place of the page, as people read it."""
    found = re.search(pattern, page, re.DOTALL)
    assert found is not None, pattern
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).replace("\N{NO-BREAK SPACE}", " ").strip()


def test_every_download_ends_well_and_brings_the_days_that_are_out(seen: list[Seen]) -> None:
    assert {status for status, _ in seen[0].fetched.values()} == {"downloaded", "unchanged"}
    for left in seen:
        assert len(left.fetched) > 15
        assert {status for status, _ in left.fetched.values()} <= {"downloaded", "unchanged", "fresh"}, (
            left.fetched
        )
        last = dict(left.rows(
            "select series_id, last_observation_date from marts.dim_macro_series"
            " where series_id in ('VIX', 'DGS10', 'DFEDTARU', 'MOVE')"
        ))  # fmt: skip
        out, as_of = left.morning.published_to, left.morning.as_of
        assert last == {"VIX": out, "DGS10": out, "MOVE": out, "DFEDTARU": as_of.date() - timedelta(1)}


def test_only_the_bars_that_came_are_read(seen: list[Seen]) -> None:
    for number, left in enumerate(seen, start=1):
        [line] = [line for line in left.said.splitlines() if "bars: read" in line]
        assert line.endswith(f"bars: read 1 of {5 + number} files, {left.n_days} contract-days")


def test_every_daily_table_ends_on_the_right_day(seen: list[Seen]) -> None:
    for left in seen:
        daily = left.rows("select schema_name || '.' || table_name, table_name from duckdb_columns()"
                          " where column_name = 'trade_date' and schema_name in ('marts', 'reports')")  # fmt: skip
        assert {name for _, name in daily} == {*SESSION, *PUBLISHED, *NOT_DAILY}
        newest = {
            name: left.rows(f"select max(trade_date) from {table}")[0][0]
            for table, name in daily if name not in NOT_DAILY
        }  # fmt: skip
        assert newest == {
            **dict.fromkeys(SESSION, left.morning.session), **dict.fromkeys(PUBLISHED, left.morning.published_to)
        }  # fmt: skip
        [spans] = left.rows(
            "select distinct first_date, last_date from marts.dim_sample_spans where sample = 'full'"
        )
        assert spans == (FIRST, left.morning.session)
        [ends] = left.rows("select as_of, last_trade_date, is_simulated from reports.rpt_release")
        assert ends == (left.morning.as_of, left.morning.session, False)


def test_nothing_is_dated_after_the_moment_of_the_build(seen: list[Seen]) -> None:
    for left in seen:
        columns = left.rows(
            "select schema_name, table_name, column_name, data_type from duckdb_columns()"
            " where schema_name in ('marts', 'reports') and (data_type = 'DATE' or data_type like 'TIMESTAMP%')"
        )
        late = [
            (table, column, newest) for schema, table, column, kind in columns
            if (table, column) not in MAY_LIE_AHEAD
            and (newest := left.rows(f'select max("{column}") from {schema}.{table}')[0][0]) is not None
            and newest > (left.morning.as_of.date() if kind == "DATE" else left.morning.as_of + timedelta(hours=4))
        ]  # fmt: skip
        assert late == []
        assert left.rows("from reports.rpt_quarantine_summary") == []


def test_the_days_before_stay_as_they_were(seen: list[Seen]) -> None:
    for before, left in pairwise(seen):
        day = before.morning.session
        query = f"select * from marts.fct_realized_correlation_daily where trade_date < '{day}' order by all"
        assert left.rows(query) == before.rows(query)
        assert left.rows("select count(*) from reports.rpt_restatements where trade_date < ?", day) == [(0,)]


def test_a_meeting_is_scheduled_then_has_happened_then_has_its_decision(seen: list[Seen]) -> None:
    states = []
    for left in seen:
        as_of = left.morning.as_of
        is_over, is_known = not is_ahead(MEETING, as_of), as_of.date() > RAISED
        [event] = left.rows(
            "select event_subtype, is_upcoming from marts.dim_events"
            " where event_type = 'fomc_announcement' and event_date = ?", MEETING,
        )  # fmt: skip
        states.append(event[0])
        assert event == ("rate_hike" if is_known else "unknown" if is_over else "scheduled", not is_over)
        studied = dict(left.rows(
            "select event_subset, n_events from reports.rpt_event_study"
            " where event_type = 'fomc_announcement' and sample = 'full' and outcome = 'rho_ust'"
        ))  # fmt: skip
        assert studied == {
            "all": 2 + is_over, "rate_unchanged": 2, **({"rate_hike": 1} if is_known else {})
        }  # fmt: skip
    assert states[:3] == ["scheduled", "unknown", "rate_hike"]


def test_an_auction_of_the_treasurys_file_is_an_event_of_its_day(seen: list[Seen]) -> None:
    for left in seen:
        for event_type, day, subtype, n_before in (
            ("auction_5y", AUCTION, "increased_offering", 3),
            ("auction_10y", NEXT_AUCTION, "unchanged_or_decreased_offering", 1),
        ):
            as_of = left.morning.as_of
            found = left.rows(
                "select event_subtype, is_upcoming from marts.dim_events where event_type = ? and event_date = ?",
                event_type, day,
            )  # fmt: skip
            is_announced = day <= as_of.date() + timedelta(7)
            assert found == ([(subtype, is_ahead(day, as_of))] if is_announced else [])
            [(n_events,)] = left.rows(
                "select n_events from reports.rpt_event_study where event_type = ? and event_subset = 'all'"
                " and sample = 'full' and outcome = 'rho_ust'", event_type,
            )  # fmt: skip
            assert n_events == n_before + (not is_ahead(day, as_of))


def test_the_users_set_flows_to_study_and_pages(seen: list[Seen]) -> None:
    for left in seen:
        as_of = left.morning.as_of
        past = [day for day in SPEECHES if not is_ahead(date.fromisoformat(day), as_of)]
        members = left.rows(
            "select cast(event_date as varchar) from marts.fct_event_set_members where event_type = 'speeches'"
            " and event_subset = 'all' and sample = 'full' order by event_date"
        )
        assert [day for (day,) in members] == past
        studied = dict(left.rows(
            "select event_subset, n_events from reports.rpt_event_study"
            " where event_type = 'speeches' and sample = 'full' and outcome = 'rho_ust'"
        ))  # fmt: skip
        assert studied == {"all": len(past), "chair": sum(SPEECHES[day] == "chair" for day in past)}
        robust = left.rows(
            "select count(*) from reports.rpt_event_study_robustness where event_type = 'speeches'"
        )
        hours = left.rows("select max(n_events) from reports.rpt_event_intraday"
                          " where event_type = 'speeches' and event_subset = 'all'")  # fmt: skip
        assert robust[0][0] > 0
        assert hours == [(len(past),)]
        assert "<td>speeches</td>" in left.page
        events = left.explorer(event="speeches", subset="all", outcome="rho_ust", sample="full").events
        assert [str(day)[:10] for day in events["event_date"]] == past


def test_the_first_screen_says_the_day_its_age_and_what_comes_next(seen: list[Seen]) -> None:
    for left in seen:
        session, as_of = left.morning.session, left.morning.as_of
        assert of_page(left.page, "<h1>(.*?)</h1>") == said_day(session)
        assert of_page(left.page, "<title>(.*?)</title>").endswith(f", {said_day(session)}")
        age = f"Data to {said_day(session)}; release of {said_day(as_of.date())}."
        assert of_page(left.page, 'id="age"[^>]*>(.*?)</p>') == age
        coming = [
            f"{NAMES[event_type]}, {said_day(day)}" + (f", {at} New York" if at else "")
            + (", date estimated" if event_type == "fomc_minutes" else "")
            for event_type, day, at in ahead(as_of)
        ]  # fmt: skip
        assert of_page(left.page, '<p class="next">(.*?)</p>') == f"Next: {'; '.join(coming[:3])}."
        table = of_page(left.page, r"The last \d+ days</h2>(.*?)</table>")
        shown = re.findall(r"\d+ (?:Jul|Aug) 2026", table)
        assert shown == [f"{day.day} {day:%b %Y}" for day in sessions_until(session)][-1:-11:-1]


def sessions_until(last: date) -> list[date]:
    """The last sessions; there is no holiday among them."""
    days = [last - timedelta(n) for n in range(20, -1, -1)]
    return [day for day in days if day.weekday() < 5]


def test_the_explorer_shows_the_same_days_and_events(seen: list[Seen]) -> None:
    for left in seen:
        view = left.explorer(event="fomc_announcement", sample="full", pair="ust")
        assert str(view.days["trade_date"].max())[:10] == str(left.morning.session)
        is_over = not is_ahead(MEETING, left.morning.as_of)
        assert str(view.events["event_date"].max())[:10] == (str(MEETING) if is_over else "2026-06-17")
        first, *_ = view.upcoming["original_date"]
        assert str(first)[:10] == ("2026-09-16" if is_over else str(MEETING))


def test_what_lies_ahead_is_the_calendars_and_the_users(seen: list[Seen]) -> None:
    for left in seen:
        found = left.rows(
            "select event_type, original_date, event_time_et from marts.dim_events"
            " where is_upcoming and original_date <= ? order by original_date, event_type",
            left.morning.as_of.date() + timedelta(60),
        )
        assert found == ahead(left.morning.as_of)


def test_doctor_agrees(seen: list[Seen]) -> None:
    for left in seen:
        today, session = left.morning.as_of.date(), left.morning.session
        said = {finding.found for finding in left.findings}
        assert {finding.status for finding in left.findings} <= {"ok", "note"}, [
            finding for finding in left.findings if finding.status not in ("ok", "note")
        ]
        assert f"the newest day is {session}, {(today - session).days} days ago" in said
        meeting = MEETING if today <= MEETING else date(2026, 9, 16)
        assert f"the next FOMC meeting is on {meeting}" in said


def test_what_came_day_by_day_is_what_one_build_makes(seen: list[Seen], desk: Desk) -> None:
    day_by_day = desk.build_anew(seen[-1].morning.as_of)
    hashes = []
    for file in (day_by_day, desk.paths.warehouse):
        with duckdb.connect(file, read_only=True) as connection:
            hashes.append(hashes_of(connection))
    assert len(hashes[0]) > 60
    assert hashes[0] == hashes[1]
