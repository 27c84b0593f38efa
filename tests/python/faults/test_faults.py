"""Faults of landing files: each is named, nothing is lost, and odd but sound files are read."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hostile_inputs import (
    BAD_GROUPS,
    BARS_HEADER,
    FAR_SERIES,
    FUTURE_FILES,
    HOSTILE_FILES,
    HOSTILE_NAMES,
    SOUND_FILES,
    parquet,
)  # fmt: skip
from preflighter import Preflight, settle

# The models that read each kind of file, up to the one that judges its rows.
READERS = ("+int_bar_files", "+int_series_files")


def read_files(preflight: Preflight, **watch: Any) -> str:
    """Build the readers; what stopped dbt and what it said."""
    stopped = preflight.run(
        "build", "--select", *READERS, "--exclude-resource-type", "test", "unit_test", **watch
    )
    return "\n".join([stopped or "", *preflight.events])


def content_of(root: Path) -> dict[str, str]:
    """Path -> checksum of every file of a data root."""
    files = [file for file in root.rglob("*") if file.is_file()]
    return {str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def rows(sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query on the working file."""
    with duckdb.connect(os.environ["STOCKBOND_WAREHOUSE"]) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("group", BAD_GROUPS)
def test_hostile_files_are_named(preflight: Preflight, group: str) -> None:
    files = [file for file in HOSTILE_FILES if file.group == group]
    for file in files:
        preflight.write(file.path, file.content)
    before = content_of(preflight.root)
    said = read_files(preflight)
    assert content_of(preflight.root) == before
    assert "Traceback" not in said
    assert not preflight.is_success
    for file in files:
        lines = [line for line in said.splitlines() if file.path in line]
        assert any(file.message in line for line in lines), f"{file.path}: {lines}\n{said}"
    if group != "damaged rows":  # DuckDB's own words
        assert any(remedy in said for remedy in ("What to do", "Expected", "If the dates are right")), said


def test_bars_of_the_future_are_set_aside_by_name(preflight: Preflight) -> None:
    """None is used, each is counted: in the future, or with a defect."""
    for file in FUTURE_FILES:
        preflight.write(file.path, file.content)
    said = read_files(preflight)
    assert preflight.is_success, said
    [warning] = [line for line in said.splitlines() if "in_the_future" in line]
    for file in FUTURE_FILES:
        assert not file.message or f"{file.path} {file.message}" in warning
    assert rows(
        "select sum(n_rows), sum(n_rows - n_sound + n_rows_in_the_future) from intermediate.int_bar_files"
    ) == [(6, 6)]


def test_odd_but_sound_bars_and_series_have_their_values(preflight: Preflight) -> None:
    """Line ends, byte-order marks, quotes and thousands of columns change no value."""
    for file in SOUND_FILES:
        preflight.write(file.path, file.content)
    said = read_files(preflight)
    assert preflight.is_success, said
    assert rows(
        "select vendor, count(*), min(close), max(volume) from staging.stg_landing__bars"
        " where bar_start_at_utc >= date '2019-08-01' group by vendor order by vendor"
    ) == [("canonical", 2, 1.5, 10.0), ("oanda", 2, 1.5, 10.0)]
    values = rows(
        "select count(*), min(value), max(value) from intermediate.int_macro_readings"
        " where observation_date = date '2019-08-01'"
    )
    assert values == [(2, 1.5, 1.5)]
    assert "2 bars before the calendar's first day" in said
    assert f"{FAR_SERIES}: 1 lines of days until 9999-12-31 that were not over" in said


def test_a_build_that_fails_is_written_down_as_failed(preflight: Preflight) -> None:
    """A model stops on its file: publish refuses what such a run left."""
    preflight.write("series/custom/MY_INDEX.csv", "date,value\n2019-02-30,1\n")
    assert "'2019-02-30' is not a date" in read_files(preflight)
    assert rows("select completed_at_utc is not null, is_success from build.runs") == [(True, False)]


def test_file_that_is_still_copied_stops_the_run(preflight: Preflight) -> None:
    """Its size grows between two looks."""
    preflight.write("series/custom/MOVE.csv", "date,value\n2019-08-01,60\n")
    growing = preflight.write("series/custom/MY_INDEX.csv", "date,value\n")
    ended = threading.Event()

    def copy() -> None:
        with growing.open("a") as file:
            while not ended.wait(0.05):
                file.write("2019-08-01,1\n")
                file.flush()

    copier = threading.Thread(target=copy)
    copier.start()
    try:
        message = preflight.message()
    finally:
        ended.set()
        copier.join()
    assert "still being written" in message
    assert "series/custom/MY_INDEX.csv" in message
    assert "MOVE" not in message
    settle(growing)
    assert preflight.run() is None


def replace_by_rename(file: Path) -> None:
    new = file.with_name(".new.part")
    new.write_text("date,value\n2019-08-01,9\n")  # of the same size
    new.replace(file)


CHANGES: dict[str, Callable[[Path], object]] = {
    "replaced": replace_by_rename,
    "removed": Path.unlink,
    "joined by another": lambda file: file.with_name("OTHER.csv").write_text("date,value\n2019-08-01,1\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_file_changed_while_the_run_reads_fails_it(preflight: Preflight, change: str) -> None:
    """The tables may hold some of the old and some of the new: such a run is never published."""
    file = preflight.write("series/custom/MY_INDEX.csv", "date,value\n2019-08-01,1\n")
    changed: list[str] = []

    def watch(event: Any) -> None:
        if event.info.name == "LogStartLine" and not changed:
            CHANGES[change](file)
            changed.append(change)

    preflight.run("run", "--select", "+int_data_root", watch=watch)
    assert changed
    assert not preflight.is_success
    said = "\n".join(preflight.events)
    assert "changed while they were read" in said
    assert f"series/custom/{'OTHER' if change == 'joined by another' else 'MY_INDEX'}.csv" in said
    assert rows("select is_success from build.runs") != [(True,)]


def test_hostile_names_are_only_names(preflight: Preflight) -> None:
    """Of files, folders, symbols and series: none becomes SQL, a pattern, or another place."""
    names = [name for name in HOSTILE_NAMES if name != ".."]
    for number, name in enumerate(names):
        preflight.write(
            f"bars/canonical/{name}.parquet", parquet(instrument=pa.array([f"{name}!", f"{name}!"]))
        )
        preflight.write(f"bars/oanda/{name}/2019/x.csv", BARS_HEADER + b"2019-08-01 13:30:00,1,1,1,1,1\n")
        preflight.write(f"series/custom/{name}.csv", f"date,value\n2019-08-01,{number}\n")
        preflight.write(f"series/prices/{name}.csv", f"date,close\n2019-08-01,{number + 1}\n")
    before = content_of(preflight.root)
    said = read_files(preflight)
    assert preflight.is_success, said
    assert content_of(preflight.root) == before
    assert rows("select count(*) from seeds.vendor_symbols")[0][0] > 0
    found = {file for (file,) in rows("select distinct file from intermediate.int_bar_files")}
    assert {f"bars/canonical/{name}.parquet" for name in names} <= found
    symbols_found = {symbol for (symbol,) in rows("select distinct symbol from intermediate.int_bar_files")}
    assert {*names, *(f"{name}!" for name in names)} == symbols_found
    series = dict(rows("select file, value from intermediate.int_macro_readings where value is not null"))
    assert {
        f"series/custom/{name}.csv": float(number) for number, name in enumerate(names)
    }.items() <= series.items()
    for name in names:
        assert name.partition("\n")[0] in said


def test_hostile_names_of_bad_files_are_shown(preflight: Preflight) -> None:
    """The preflight asks after each by its name."""
    for name in HOSTILE_NAMES[:9]:
        if name != "..":
            preflight.write(f"bars/canonical/{name}.parquet", parquet(close=pa.array(["abc", "abc"])))
    message = preflight.message()
    for name in HOSTILE_NAMES[:9]:
        if name != "..":
            assert f"bars/canonical/{name}.parquet: found column close of type VARCHAR" in message
