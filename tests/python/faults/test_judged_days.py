"""The newest days are judged: each fault of the list is named within fifteen sessions, and nothing that is sound.

Each is planted alone in a root of sixty sessions that ends on the evening of its fifteenth, in each leg and all,
from three days on; and all of them in the many years of the default market, each in years of its own.
"""

from __future__ import annotations

import math
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builds import PROJECT_ROOT, Build, rewrite_file, write_manifest_again
from planted_days import ALL, FAULTS, FAULTS_OF_SERIES, Days, each, failed_of_files

from stockbond.project import variables
from stockbond.validation.run import judge
from stockbond_simulator import simulate

# From these sessions of the sixty on; in the last weeks the clocks of America and Europe are five hours apart not six.
STARTS = (20, 30, 45)
IN_SUMMER_ONLY = {"no_summer_time": (45,)}
# What else may rightly be said of it, besides what must be.
ALSO = {
    "legs_share_a_clock", "both_ends_of_thin_instruments", "both_ends_of_the_newest_days", "prices_keep_their_level",
    "stocks_move_most_at_their_open", "stocks_are_calmer_before_their_open", "prices_are_in_points",
    "no_price_stands_alone", "bars_are_marked_at_their_start",
}  # fmt: skip
CASES = [
    pytest.param(name, legs, start, id=f"{name}-{'all' if legs == ALL else '-'.join(legs)}-{start}")
    for name, fault in FAULTS.items()
    for legs in fault.legs
    for start in IN_SUMMER_ONLY.get(name, STARTS)
]


@pytest.fixture(scope="module")
def sixty(small_build: Build) -> Days:
    """Sixty sessions of the small market."""
    return Days(small_build.warehouse, "2009-01-02", "2009-03-30")


@pytest.fixture(scope="module")
def many(default_build: Build) -> Days:
    """The default market's 4,656 sessions."""
    return Days(default_build.warehouse)


def test_sound_days_are_left_alone(sixty: Days) -> None:
    sessions = sixty.sessions
    assert len(sessions) == 60
    sixty.plant([], sessions[-1])
    assert sixty.failed() == {}


@pytest.mark.parametrize(("name", "legs", "start"), CASES)
def test_each_fault_is_named_within_fifteen_sessions(
    sixty: Days, name: str, legs: tuple[str, ...], start: int
) -> None:
    fault, sessions = FAULTS[name], sixty.sessions
    days = sessions[start : start + fault.sessions]
    sixty.plant([(fault, leg, days) for leg in legs], sessions[min(start + 14, len(sessions) - 1)])
    failed = sixty.failed()
    for leg in legs:
        assert any(label.startswith(f"{leg} ") for label in failed.get(fault.names(leg), [])), failed
    assert set(failed) <= {fault.named_by, *ALSO}


def test_32nds_from_the_first_day_on_are_named(sixty: Days) -> None:
    """Without a sound day to compare with."""
    sessions = sixty.sessions
    sixty.plant([(FAULTS["32nds"], "TY", sessions)], sessions[-1])
    assert "notes_are_no_32nds" in sixty.failed()


def test_a_price_that_stands_alone_is_left_out_where_one_asks(
    sixty: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 11:35, the grid's 26th point: the two returns that end and begin there are missing, no other."""
    day = sixty.sessions[30]
    tick = replace(FAULTS["tick"], columns=each("case when @ = 336 then 0.94 * p else p end"))
    sixty.plant([(tick, "ES", [day])], day)
    query = f"select returns from intermediate.int_day_vectors where instrument_id = 1 and trade_date = date '{day}'"
    [(left_in,)] = sixty.connection.execute(query).fetchall()
    assert left_in[24] == pytest.approx(math.log(0.94), abs=0.01)
    asked = {**variables(), "leave_out_price_outliers": True}
    monkeypatch.setitem(sixty.project.words, "var", asked.__getitem__)
    sixty.remake("int_day_vectors")
    [(left_out,)] = sixty.connection.execute(query).fetchall()
    assert left_out[24:26] == [None, None]
    assert left_out[:24] + left_out[26:] == left_in[:24] + left_in[26:]


@pytest.mark.parametrize("name", FAULTS_OF_SERIES)
def test_each_fault_of_a_series_is_named(sixty: Days, name: str) -> None:
    sessions = sixty.sessions
    sixty.plant([], sessions[-1])
    connection = sixty.connection
    connection.execute("create or replace temp table kept as from marts.fct_macro_daily")
    try:
        connection.execute(FAULTS_OF_SERIES[name][1])
        assert name in sixty.failed()
    finally:
        connection.execute("create or replace table marts.fct_macro_daily as from kept")


@pytest.fixture(scope="module")
def round_the_clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty-odd sessions from 06:00 to 17:00: a shifted day has returns at both ends of the session."""
    root = tmp_path_factory.mktemp("hours") / "data"
    simulate(root, date(2019, 2, 1), date(2019, 4, 5), hours="06:00-17:00")
    return root


@pytest.mark.parametrize(
    ("legs", "minutes", "named_by"),
    [
        ((), 0, None),
        (("ES",), 60, "stocks_move_most_at_their_open"),
        (ALL, -60, "stocks_are_calmer_before_their_open"),
        (("TY",), 60, "legs_share_a_clock"),
        (("TY",), 1, "legs_share_a_clock"),
    ],
)
def test_clocks_of_a_source_that_trades_round_the_clock(
    round_the_clock: Path, tmp_path: Path, legs: tuple[str, ...], minutes: int, named_by: str | None
) -> None:
    """Planted in files: the last fifteen sessions of one leg, or of all."""
    root = Path(shutil.copytree(round_the_clock, tmp_path / "data"))
    for leg in legs:
        [path] = (root / "bars/canonical" / leg).glob("*.parquet")
        rewrite_file(
            path,
            "select * replace (case when bar_start_utc >= timestamp '2019-03-18'"
            f" then bar_start_utc + interval ({minutes}) minute else bar_start_utc end as bar_start_utc) from rows",
        )
    write_manifest_again(root)
    failed = failed_of_files(root, tmp_path)
    assert (named_by in failed) if named_by else failed == {}


@pytest.mark.parametrize("turn", range(3))
def test_all_faults_are_named_in_a_root_of_many_sessions(many: Days, turn: int) -> None:
    """Each in a year of its own, in another leg and from another day on at each turn."""
    sessions = many.sessions
    planted, expected = [], []
    for place, fault in enumerate(FAULTS.values()):
        summer = date(2005 + place, 5 + turn, 4 + 3 * turn)
        start = next(index for index, day in enumerate(sessions) if day >= summer)
        days = sessions[start : start + fault.sessions]
        for leg in fault.legs[turn % len(fault.legs)]:
            planted.append((fault, leg, days))
            expected.append((fault.names(leg), f"{leg} {summer.year}"))
    many.plant(planted, sessions[-1])
    failed = many.failed()
    for named_by, label in expected:
        leg, year = label.split()
        assert any(
            re.match(rf"{leg} (20 sessions to {year}|{year})", one) for one in failed.get(named_by, [])
        ), (named_by, label)
    assert set(failed) <= {fault.named_by for fault in FAULTS.values()} | ALSO


def test_the_suites_say_what_these_tests_read_in_them(sixty: Days) -> None:
    """Great Expectations finds the same failures as the reading of bounds that makes these tests quick."""
    sessions = sixty.sessions
    days = sessions[30:45]
    sixty.plant([(FAULTS["an_hour_late"], "TY", days), (FAULTS["lots"], "ES", days)], days[-1])
    found = judge(sixty.connection, only=["windows", "pair_windows"])
    assert {row["expectation"] for row in found.rows if row["success"] is False} == set(sixty.failed())


def test_the_page_has_a_row_for_each_fault() -> None:
    page = Path(PROJECT_ROOT / "docs/VALIDATION.md").read_text(encoding="utf-8")
    expected = [(fault.fault, fault.named_by) for fault in FAULTS.values()]
    expected += [(words, name) for name, (words, _) in FAULTS_OF_SERIES.items()]
    for words, name in expected:
        assert re.search(rf"\| {re.escape(words)} \|[^|]*\| `{name}`", page), f"{words}: {name}"
