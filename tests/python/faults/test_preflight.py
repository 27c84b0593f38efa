"""The preflight: what it says to the person who has to mend a data root.

dbt runs in this process with the project parsed once, so that each case takes a moment; one case runs the
command line as users do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from builds import run_dbt
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


@pytest.mark.parametrize("path", [CANONICAL, "trades/canonical/ES.parquet", "trades/databento/ES.parquet"])
def test_truncated_parquet_is_named(preflight: Preflight, path: str) -> None:
    file = preflight.write_bars(path=path)
    file.write_bytes(file.read_bytes()[:-20])
    message = preflight.message()
    assert f"{path}: found a Parquet file cut off after" in message
    assert "expected one that begins and ends with PAR1" in message


def test_trades_without_a_column_are_named(preflight: Preflight) -> None:
    columns = "'ES' as instrument, 'ESZ08' as contract, timestamp '2008-10-31 13:30:00' as ts_event_utc"
    preflight.write_bars(f"{columns}, 1.0 as price", "trades/canonical/ES.parquet")
    message = preflight.message()
    assert "Canonical files of trades have wrong columns" in message
    assert "trades/canonical/ES.parquet: found no column size, expected a number" in message
    assert "out of trades/canonical" in message


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


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("*, 1.5 as Close_", "Close"),
        ("*, 'x' as filename", "a column filename"),
        (
            "* replace (1228141800 as bar_start_utc)",
            "bar_start_utc of type INTEGER with the value 1228141800",
        ),
        (
            "* replace ('1228141800' as bar_start_utc)",
            "bar_start_utc of type VARCHAR with the value 1228141800",
        ),
    ],
)
def test_columns_that_cannot_be_told_apart_and_times_without_a_unit(
    preflight: Preflight, change: str, found: str
) -> None:
    file = preflight.write_bars(f"{change} from (select {GOOD_BARS})")
    if "Close_" in change:
        import pyarrow.parquet as pq

        table = pq.read_table(file)
        names = ["Close" if name == "Close_" else name for name in table.column_names]
        pq.write_table(table.rename_columns(names), file)
    message = preflight.message()
    assert CANONICAL in message
    assert found in message


@pytest.mark.parametrize("header", ["time,Close,close,high,low,open,volume", f"{GOOD_HEADER},filename"])
def test_csv_columns_that_cannot_be_told_apart(preflight: Preflight, header: str) -> None:
    preflight.write(OANDA, f"{header}\n1,2,3,4,5,6,7\n")
    message = preflight.message()
    assert OANDA in message
    assert "whatever the case" in message or "a column filename" in message


@pytest.mark.parametrize(
    "path",
    [
        "bars/oanda/loose.csv",
        "bars/canonical/bars.csv",
        "bars/canonical/x.parq",
        "bars/somebody/x.parquet",
        "series/nobody/x.csv",
        "series/DGS10.csv",
        "trades/nobody/x.csv",
        "trades/loose.csv",
        "trades/canonical/x.csv",
        "events/deep/jackson_hole.csv",
    ],
)
def test_file_that_no_reader_takes_stops_the_build(preflight: Preflight, path: str) -> None:
    preflight.write_bars()
    preflight.write(path, "a\n1\n")
    message = preflight.message()
    assert "read by nobody" in message
    assert path in message


@pytest.mark.parametrize(
    "path",
    [
        "series/.hidden", "bars/canonical/.delivery/x.parquet", "bars/canonical/_SUCCESS",
        "series/fred/README.md", "bars/readme.txt",
    ],
)  # fmt: skip
def test_what_may_lie_beside_the_data(preflight: Preflight, path: str) -> None:
    preflight.write_bars()
    preflight.write(path, "not a bar")
    assert preflight.run() is None


def test_a_link_that_leads_nowhere_stops_the_build(preflight: Preflight) -> None:
    file = preflight.write_bars()
    (file.parent / ".link.parquet").symlink_to("gone.parquet")  # hidden: nobody's
    assert preflight.run() is None
    (file.parent / "link.parquet").symlink_to("gone.parquet")
    message = preflight.message()
    assert "bars/canonical/ES/link.parquet" in message
    assert "links that lead nowhere" in message


def test_quotes_in_file_names_are_no_sql(preflight: Preflight) -> None:
    preflight.write("bars/canonical/it's; drop table x.parquet", "")
    assert "it's; drop table x.parquet" in preflight.message()


def test_a_var_that_no_macro_knows_stops_the_run(preflight: Preflight) -> None:
    preflight.write_bars()
    message = preflight.run("seed", "--select", "instruments", "--vars", '{"gap_fill": "linear"}')
    assert message is not None
    assert "The var gap_fill is 'linear'" in message
    assert "previous_tick" in message


def test_only_a_whole_run_may_change_the_data_root(preflight: Preflight) -> None:
    preflight.write_bars()
    assert preflight.run("run", "--select", "+int_data_root") is None
    assert preflight.is_success
    preflight.write("manifest.json", json.dumps({
        "simulated": True,
        "files": [{"path": CANONICAL, "size": (preflight.root / CANONICAL).stat().st_size}],
    }))  # fmt: skip
    message = preflight.run("run", "--select", "+int_data_root")
    assert message is not None
    assert "would mix two data roots" in message
    assert f"{preflight.root} (real)" in message
    assert f"{preflight.root} (simulated)" in message


def test_message_of_the_command_line_is_short(tmp_path: Path) -> None:
    done = run_dbt(["build"], tmp_path / "nowhere", tmp_path / "deep" / "er" / "warehouse.duckdb")
    assert done.exit_code == 2
    assert "There is nothing to build from" in done.log
    assert "Traceback" not in done.log
