"""The newest days are judged: each fault of the list is named within fifteen sessions, and nothing that is sound.

Each is planted alone in the minutes of days, in a root of sixty sessions that ends on the evening of its fifteenth, in
each leg and all, from three days on; and all of them in the many years of the default market, each in years of its
own. In files, and alone in many years: test_planted_files.py.
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
from planted_days import (
    ALL,
    ALSO,
    FAULTS,
    FAULTS_OF_SERIES,
    NAMES_OF_SIGNS,
    WRONG_SIGN,
    Days,
    each,
    failed_of_files,
)
from planted_files import FILE_FAULTS, LOCAL

from stockbond.project import variables
from stockbond.validation.run import judge
from stockbond_simulator import simulate

# From these sessions of the sixty on; in the last weeks the clocks of America and Europe are five hours apart not six.
STARTS = (20, 30, 45)
IN_SUMMER_ONLY = {"no_summer_time": (45,)}
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


@pytest.mark.parametrize("leg", NAMES_OF_SIGNS)
def test_a_wrong_sign_is_named(sixty: Days, leg: str) -> None:
    """Daily returns tell it: of fifteen days where they are clear, of the last forty always."""
    days = sixty.sessions[20:]
    sixty.plant([(WRONG_SIGN, leg, days)], days[-1])
    name, label = NAMES_OF_SIGNS[leg]
    assert any(one.startswith(label) for one in sixty.failed().get(name, []))


def test_wrong_signs_are_named_in_a_root_of_many_sessions(many: Days) -> None:
    """Each in a year of its own."""
    sessions = many.sessions
    years = {leg: 2006 + 3 * place for place, leg in enumerate(NAMES_OF_SIGNS)}
    begins = {
        leg: next(i for i, day in enumerate(sessions) if day.year == year) for leg, year in years.items()
    }
    many.plant([(WRONG_SIGN, leg, sessions[i : i + 40]) for leg, i in begins.items()], sessions[-1])
    failed = many.failed()
    for leg, year in years.items():
        name, label = NAMES_OF_SIGNS[leg]
        assert any(one.startswith(f"{label} 20 sessions to {year}") for one in failed.get(name, [])), (
            leg,
            failed,
        )


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, str | None], Path]:
    """Forty-odd sessions, by the length of the bars and the hours. From 06:00 to 17:00 a shifted day has returns at
    both ends of the session."""
    folder = tmp_path_factory.mktemp("hours")
    made = {}
    for minutes, hours in ((1, "06:00-17:00"), (5, "06:00-17:00"), (5, None)):
        made[minutes, hours] = folder / f"{minutes}-{hours}"
        simulate(made[minutes, hours], date(2019, 2, 1), date(2019, 4, 5), bar_minutes=minutes, hours=hours)
    return made


# The first day of the fault and the last of the root, its fifteenth.
SPANS = (("2019-03-18", "2019-04-05"), ("2019-03-04", "2019-03-22"), ("2019-02-22", "2019-03-14"))
CLOCKS = [
    *[((1, "06:00-17:00"), legs, minutes, named_by, SPANS[0]) for legs, minutes, named_by in (
        ((), 0, None),
        (("ES",), 60, "stocks_move_most_at_their_open"),
        (ALL, -60, "stocks_are_calmer_before_their_open"),
        (("TY",), 60, "legs_share_a_clock"),
        (("TY",), 1, "legs_share_a_clock"),
    )],
    *[((1, "06:00-17:00"), ALL, 1, "news_stands_in_its_bar", span) for span in SPANS],
    *[((5, "06:00-17:00"), legs, minutes, named_by, SPANS[0]) for legs, minutes, named_by in (
        ((), 0, None),
        (("ES",), 60, "stocks_move_most_at_their_open"),
        (("TY",), 60, "legs_share_a_clock"),
        (("TY",), 5, "legs_share_a_clock"),
        (ALL, 5, "news_stands_in_its_bar"),
    )],
    *[((5, None), legs, minutes, named_by, SPANS[0]) for legs, minutes, named_by in (
        ((), 0, None),
        (ALL, 60, "both_ends_of_the_newest_days"),
        (("TY",), 5, "legs_share_a_clock"),
    )],
]  # fmt: skip


@pytest.mark.parametrize(("kind", "legs", "minutes", "named_by", "span"), CLOCKS)
def test_clocks_of_other_hours_and_bars(
    roots: dict[tuple[int, str | None], Path],
    tmp_path: Path,
    kind: tuple[int, str | None],
    legs: tuple[str, ...],
    minutes: int,
    named_by: str | None,
    span: tuple[str, str],
) -> None:
    """Planted in files: the last fifteen sessions of one leg, or of all."""
    since, until = span
    root = Path(shutil.copytree(roots[kind], tmp_path / "data"))
    for path in (root / "bars/canonical").glob("*/*.parquet"):
        shift = minutes if path.parent.name in legs else 0
        rewrite_file(
            path,
            f"select * replace (case when bar_start_utc >= timestamp '{since}'"
            f" then bar_start_utc + interval ({shift}) minute else bar_start_utc end as bar_start_utc) from rows"
            f" where bar_start_utc < timestamp '{until}' + interval 1 day",
        )
    write_manifest_again(root)
    failed = failed_of_files(root, tmp_path)
    if named_by is None:
        assert failed == {}
        return
    named = failed.get(named_by, [])
    assert all(
        any(leg in label for label in named) for leg in legs if named_by == "news_stands_in_its_bar"
    ), failed
    assert named


@pytest.fixture(scope="module")
def year_of_five_minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("year") / "data"
    simulate(root, date(2018, 1, 2), date(2018, 12, 31), bar_minutes=5, hours="09:25-16:05")
    return root


@pytest.mark.parametrize(("first", "last", "is_late"), [("09:25", "15:55", True), ("09:30", "16:00", False)])
def test_five_minute_bars_of_the_session_alone_marked_at_their_end_are_named_in_a_year(
    year_of_five_minutes: Path, tmp_path: Path, first: str, last: str, is_late: bool
) -> None:
    """All legs. As stamped, both roots have bars from 09:30 to 16:00: in the sound one they start there."""
    root = Path(shutil.copytree(year_of_five_minutes, tmp_path / "data"))
    time = f"cast({LOCAL} as time)"
    for path in (root / "bars/canonical").glob("*/*.parquet"):
        rewrite_file(
            path,
            f"select * replace (bar_start_utc + interval ({5 if is_late else 0}) minute as bar_start_utc)"
            f" from rows where {time} between time '{first}' and time '{last}'",
        )
    write_manifest_again(root)
    failed = failed_of_files(root, tmp_path)
    named = failed.pop("the_session_stands_in_its_bars", [])
    assert {label.split()[0] for label in named} == (
        {"ES", "TY", "TU", "RATE3M", "USD"} if is_late else set()
    )
    if not is_late:
        assert failed == {}


def test_repeated_prices_of_five_minute_bars_are_named(
    roots: dict[tuple[int, str | None], Path], tmp_path: Path
) -> None:
    root = Path(shutil.copytree(roots[5, None], tmp_path / "data"))
    FILE_FAULTS["repeated"].plant(root, "TY", "2019-03-18")
    assert any(one.startswith("TY ") for one in failed_of_files(root, tmp_path)["prices_do_not_stand_still"])


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
    expected += [(WRONG_SIGN.fault, name) for name, _ in NAMES_OF_SIGNS.values()]
    for words, name in expected:
        assert re.search(rf"\| {re.escape(words)} \|[^|]*\| `{name}`", page), f"{words}: {name}"
