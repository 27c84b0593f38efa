"""The preflight: what it says to the person who has to mend a data root.

dbt runs in this process with the project parsed once, so that each case takes a moment; one case runs the
command line as users do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import run_dbt
from preflighter import CANONICAL, GOOD_BARS, GOOD_HEADER, OANDA, Preflight


def test_good_files_pass(preflight: Preflight) -> None:
    preflight.write_bars()
    preflight.write(OANDA, f"{GOOD_HEADER}\n")
    preflight.write("series/fred/VIXCLS.csv", "observation_date,VIXCLS\n2019-08-01,17.87\n")
    preflight.write("manifest.json", '{"simulated": false}')
    preflight.write("truth.parquet", "anything, for nobody reads it")
    assert preflight.run() is None


@pytest.mark.parametrize(
    "spoil", [lambda root: None, lambda root: (root / "bars" / "oanda").mkdir(parents=True)]
)
def test_missing_or_empty_root_says_what_to_run(preflight: Preflight, spoil: Callable[[Path], None]) -> None:
    spoil(preflight.root)
    message = preflight.message()
    for part in (
        str(preflight.root),
        "bars/",
        "series/",
        "make demo",
        "stockbond simulate",
        "docs/DATA.md",
        "STOCKBOND_DATA",
    ):
        assert part in message


@pytest.mark.parametrize(
    ("manifest", "found"),
    [
        ("{", "invalid JSON"),
        ("[]", "not an object"),
        ("{}", '"simulated" is absent'),
        ('{"simulated": "yes"}', '"simulated" is "yes"'),
        ('{"simulated": 1}', '"simulated" is 1'),
    ],
)
def test_manifest_that_does_not_say_is_refused(preflight: Preflight, manifest: str, found: str) -> None:
    preflight.write_bars()
    preflight.write("manifest.json", manifest)
    message = preflight.message()
    assert "manifest.json" in message
    assert found in message
    assert '"simulated": false' in message


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("add", f"{OANDA} is not listed in the manifest"),
        ("remove", f"{CANONICAL} is listed in the manifest but missing"),
        ("resize", f"{CANONICAL} has"),
    ],
)
def test_simulated_root_holds_what_its_manifest_lists(
    preflight: Preflight, change: str, expected: str
) -> None:
    bars = preflight.write_bars()
    vix = preflight.write("series/fred/VIXCLS.csv", "observation_date,VIXCLS\n")
    files = [
        {"path": str(file.relative_to(preflight.root)), "size": file.stat().st_size} for file in (bars, vix)
    ]
    preflight.write("manifest.json", json.dumps({"simulated": True, "files": files}))
    assert preflight.run() is None
    if change == "add":
        preflight.write(OANDA, f"{GOOD_HEADER}\n")
    elif change == "remove":
        bars.unlink()
    else:
        preflight.write_bars(GOOD_BARS + ", 'longer' as comment")
    message = preflight.message()
    assert expected in message
    assert "never a mixture" in message


@pytest.mark.parametrize("path", [OANDA, CANONICAL, "series/custom/MOVE.csv"])
def test_empty_file_is_named(preflight: Preflight, path: str) -> None:
    preflight.write(path, "")
    message = preflight.message()
    assert path in message
    assert "0 bytes" in message


@pytest.mark.parametrize(
    "name", ["instrument", "contract", "bar_start_utc", "bar_minutes", "close", "volume"]
)
def test_missing_parquet_column_is_named(preflight: Preflight, name: str) -> None:
    preflight.write_bars(f"* exclude ({name}) from (select {GOOD_BARS})")
    message = preflight.message()
    assert f"{CANONICAL}: found no column {name}" in message


@pytest.mark.parametrize(
    ("replacement", "found", "expected"),
    [
        ("'abc' as close", "column close of type VARCHAR with the value abc", "expected a number"),
        ("true as volume", "column volume of type BOOLEAN with the value true", "expected a number"),
        ("5 as instrument", "column instrument of type INTEGER with the value 5", "expected a text"),
        ("1564666200 as bar_start_utc", "column bar_start_utc of type INTEGER", "expected a timestamp"),
        (
            "'noon' as bar_start_utc",
            "column bar_start_utc of type VARCHAR with the value noon",
            "expected a timestamp",
        ),
    ],
)
def test_impossible_cast_is_named(preflight: Preflight, replacement: str, found: str, expected: str) -> None:
    preflight.write_bars(path="bars/canonical/fine.parquet")
    preflight.write_bars(f"* replace ({replacement}) from (select {GOOD_BARS})")
    message = preflight.message()
    assert CANONICAL in message
    assert "fine.parquet" not in message
    assert found in message
    assert expected in message


@pytest.mark.parametrize(
    "replacement",
    [
        "'1.5' as close",
        "cast(1.5 as decimal(9, 2)) as open",
        "cast(1 as utinyint) as bar_minutes",
        "null as volume",
        "7 as contract",
        "timestamptz '2019-08-01 13:30:00+00' as bar_start_utc",
        "cast('2019-08-01 13:30:00' as timestamp_ns) as bar_start_utc",
        "'2019-08-01 13:30:00' as bar_start_utc",
    ],
)
def test_types_that_can_be_cast_pass(preflight: Preflight, replacement: str) -> None:
    preflight.write_bars(f"* replace ({replacement}) from (select {GOOD_BARS})")
    assert preflight.run() is None


def test_column_order_case_and_extra_columns_do_not_matter(preflight: Preflight) -> None:
    preflight.write_bars(f"'x' as extra, close as CLOSE, * exclude (close) from (select {GOOD_BARS})")
    assert preflight.run() is None


def test_truncated_parquet_is_named(preflight: Preflight) -> None:
    file = preflight.write_bars()
    file.write_bytes(file.read_bytes()[:-20])
    message = preflight.message()
    assert f"{CANONICAL}: found a Parquet file cut off after" in message
    assert "expected one that begins and ends with PAR1" in message


@pytest.mark.parametrize("content", ["x", "time,close\n1,2\n" * 50])
def test_file_that_is_not_parquet_is_named(preflight: Preflight, content: str) -> None:
    preflight.write(CANONICAL, content)
    message = preflight.message()
    assert CANONICAL in message
    assert "it is not Parquet" in message


@pytest.mark.parametrize(
    "header",
    ["volume,time,open,close,low,high", f"\ufeff{GOOD_HEADER},bid", '"time",close,high,low,"open",volume\r'],
)
def test_csv_header_in_any_order_passes(preflight: Preflight, header: str) -> None:
    preflight.write(OANDA, f"{header}\n")
    assert preflight.run() is None


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("time,close,high,low,open", "no volume"),
        ("2019-08-01T13:30:00,1,1,1,1,5", "no time, close"),
        ("time;close", "no time"),
    ],
)
def test_csv_without_a_column_is_named(preflight: Preflight, header: str, missing: str) -> None:
    preflight.write(OANDA, f"{header}\n1,2,3,4,5,6\n")
    message = preflight.message()
    assert f"{OANDA}: {missing}" in message
    assert f"found the header {header}" in message
    assert GOOD_HEADER in message


@pytest.mark.parametrize("path", ["bars/oanda/loose.csv", "bars/canonical/bars.csv", "series/nobody/x.csv"])
def test_file_that_no_reader_takes_is_a_warning(preflight: Preflight, path: str) -> None:
    preflight.write_bars()
    preflight.write(path, "a\n1\n")
    preflight.write("series/.hidden", "")
    assert preflight.run() is None
    warnings = [event for event in preflight.events if "are not read" in event]
    assert warnings
    assert path in warnings[0]
    assert ".hidden" not in warnings[0]


def test_quotes_in_file_names_are_no_sql(preflight: Preflight) -> None:
    preflight.write("bars/canonical/it's; drop table x.parquet", "")
    assert "it's; drop table x.parquet" in preflight.message()


def test_only_a_whole_run_may_change_the_data_root(preflight: Preflight) -> None:
    preflight.write_bars()
    assert preflight.run("run", "--select", "int_data_root") is None
    preflight.write("manifest.json", json.dumps({
        "simulated": True,
        "files": [{"path": CANONICAL, "size": (preflight.root / CANONICAL).stat().st_size}],
    }))  # fmt: skip
    message = preflight.run("run", "--select", "int_data_root")
    assert message is not None
    assert "would mix two data roots" in message
    assert f"{preflight.root} (real)" in message
    assert f"{preflight.root} (simulated)" in message


def test_message_of_the_command_line_is_short(tmp_path: Path) -> None:
    done = run_dbt(["build"], tmp_path / "nowhere", tmp_path / "deep" / "er" / "warehouse.duckdb")
    assert done.exit_code == 2
    assert "There is nothing to build from" in done.log
    assert "Traceback" not in done.log
