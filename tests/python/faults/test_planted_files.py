"""Each fault of the list planted in files, alone, for each leg and all, from three days on: named on the evening of
its fifteenth session, in a root of sixty sessions and in one of more than four thousand.

STOCKBOND_PLANTED=all plants them all (make torture); otherwise each comes once, its legs, day and root by turns.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from builds import Build
from planted_days import ALL, ALSO, Days
from planted_files import FILE_FAULTS, SERIES_FILE_FAULTS, cut, made_of_files, plant_in_series

# Mondays. In all three fortnights the clocks of America and Europe are an hour nearer than in the rest of the year.
STARTS = (date(2020, 3, 9), date(2021, 3, 15), date(2021, 10, 25))
N_SESSIONS = 15
ROOTS = ("sixty", "many")
IS_WHOLE = os.environ.get("STOCKBOND_PLANTED") == "all"


def in_turn(cases: list[Any], place: int) -> list[Any]:
    """All of them, or one."""
    return cases if IS_WHOLE else [cases[place % len(cases)]]


CASES = [
    pytest.param(
        name, legs, start, root, id=f"{name}-{'all' if legs == ALL else '-'.join(legs)}-{start}-{root}"
    )
    for place, (name, fault) in enumerate(FILE_FAULTS.items())
    for legs, start, root in in_turn(list(product(fault.cases, STARTS, ROOTS)), 5 * place)
]
SERIES_CASES = [
    pytest.param(name, start, root, id=f"{name}-{start}-{root}")
    for place, name in enumerate(SERIES_FILE_FAULTS)
    for start, root in in_turn(list(product(STARTS, ROOTS)), 3 * place)
]


@pytest.fixture(scope="module")
def many(default_build: Build) -> Days:
    """The default market: each root of many sessions is its days until then."""
    return Days(default_build.warehouse)


@pytest.fixture(scope="module")
def days_from(many: Days) -> Callable[[date], list[date]]:
    """The sessions of a fault that begins on a day."""

    def days(start: date) -> list[date]:
        place = many.sessions.index(start)
        return many.sessions[place : place + N_SESSIONS]

    return days


@pytest.fixture(scope="module")
def root_of(
    many: Days, default_build: Build, days_from: Callable[[date], list[date]]
) -> Callable[[str, date], Days]:
    """The sessions of a root that ends on the evening of a fault's fifteenth."""

    @cache
    def sixty(start: date) -> Days:
        place = many.sessions.index(days_from(start)[-1])
        root = Days(default_build.warehouse, str(many.sessions[place - 59]), str(many.sessions[place]))
        assert len(root.sessions) == 60
        return root

    return lambda name, start: many if name == "many" else sixty(start)


@pytest.fixture(scope="module")
def cut_root(
    default_root: Path, days_from: Callable[[date], list[date]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The bars of three fortnights."""
    root = tmp_path_factory.mktemp("cut") / "data"
    cut(default_root, root, [(start, days_from(start)[-1]) for start in STARTS])
    return root


@pytest.fixture(scope="module")
def found_in_files(cut_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """The contracts' days that the bar path finds where a fault stands in all its legs; '' is none."""

    @cache
    def found(name: str) -> Any:
        folder = tmp_path_factory.mktemp("planted")
        root = Path(shutil.copytree(cut_root, folder / "data"))
        if name:
            fault = FILE_FAULTS[name]
            for leg, start in product(fault.legs, STARTS):
                fault.plant(root, leg, str(start), str(start))
        days = made_of_files(root, folder, "int_contract_days")
        shutil.rmtree(folder)
        return days

    return found


def test_sound_files_give_the_days_as_built(
    many: Days, found_in_files: Callable[[str], Any], days_from: Callable[[date], list[date]]
) -> None:
    """Of each contract that the build chose, to the last digit."""
    days = [day for start in STARTS for day in days_from(start)]
    many.connection.register("from_files", found_in_files(""))
    chosen = "select * from sound where list_contains($days, trade_date)"
    assert many.connection.execute(f"select count(*) from ({chosen})", {"days": days}).fetchone() == (
        len(ALL) * len(days),
    )
    differing = f"select instrument, trade_date from ({chosen} except select * from from_files)"
    assert many.connection.execute(differing, {"days": days}).fetchall() == []


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("start", STARTS, ids=str)
def test_sound_files_are_left_alone(
    start: date,
    root: str,
    root_of: Callable[[str, date], Days],
    found_in_files: Callable[[str], Any],
    days_from: Callable[[date], list[date]],
) -> None:
    sessions = root_of(root, start)
    days = days_from(start)
    sessions.take(found_in_files(""), ALL, days, days[-1])
    assert sessions.failed() == {}
    [(n_sessions,)] = sessions.connection.execute(
        "select count(*) from intermediate.int_market_days"
    ).fetchall()
    assert n_sessions == 60 if root == "sixty" else n_sessions > 4000


@pytest.mark.parametrize(("name", "legs", "start", "root"), CASES)
def test_each_fault_in_files_is_named_within_fifteen_sessions(
    name: str,
    legs: tuple[str, ...],
    start: date,
    root: str,
    root_of: Callable[[str, date], Days],
    found_in_files: Callable[[str], Any],
    days_from: Callable[[date], list[date]],
) -> None:
    fault, sessions, days = FILE_FAULTS[name], root_of(root, start), days_from(start)
    sessions.take(found_in_files(name), legs, days, days[-1])
    failed = sessions.failed()
    for leg in legs:
        labels = [label for name in fault.names(leg) for label in failed.get(name, [])]
        assert any(label.startswith(f"{leg} ") for label in labels), failed
    assert set(failed) <= set.union(ALSO, *map(fault.names, legs))


@pytest.mark.parametrize(("name", "start", "root"), SERIES_CASES)
def test_each_fault_of_a_series_file_is_named(
    name: str,
    start: date,
    root: str,
    root_of: Callable[[str, date], Days],
    days_from: Callable[[date], list[date]],
    default_root: Path,
    tmp_path: Path,
) -> None:
    sessions, days = root_of(root, start), days_from(start)
    data = tmp_path / "data"
    for fault in SERIES_FILE_FAULTS.values():
        (data / fault.file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(default_root / fault.file, data / fault.file)
    shutil.copy(default_root / "manifest.json", data)
    plant_in_series(data, name, days[0], days[-1])
    rows = made_of_files(data, tmp_path, "fct_macro_daily")
    sessions.plant([], days[-1])
    sessions.connection.register("rows", rows)
    sessions.put(
        "fct_macro_daily",
        f"select * from rows where trade_date {sessions.span} and trade_date <= date '{days[-1]}'",
    )
    try:
        assert {name} <= set(sessions.failed()) <= {name, *SERIES_FILE_FAULTS[name].also}
    finally:
        sessions.table("fct_macro_daily", f"trade_date {sessions.span}")
