"""The preflight: what it says to the person who has to mend a data root.

dbt runs in this process with the project parsed once, so that each case takes a moment; one case runs the
command line as users do.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT_ROOT, run_dbt
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

OANDA = "bars/oanda/SPX500_USD/2019/oanda-SPX500_USD-2019-8.csv"
CANONICAL = "bars/canonical/ES/ES-2019.parquet"
GOOD_HEADER = "time,close,high,low,open,volume"
GOOD_BARS = (
    "'ES' as instrument, null as contract, timestamp '2019-08-01 13:30:00' as bar_start_utc,"
    " 1 as bar_minutes, 1.5 as open, 1.5 as high, 1.5 as low, 1.5 as close, 10 as volume"
)


@dataclass
class Preflight:
    """A data root to spoil, and dbt to say what is wrong with it."""

    root: Path
    manifest: Any
    events: list[str]

    def write(self, path: str, content: str | bytes) -> Path:
        """Put a file into the root."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def write_bars(self, select: str = GOOD_BARS, path: str = CANONICAL) -> Path:
        """Put a Parquet file of one row into the root."""
        file = self.write(path, "")
        duckdb.connect().execute(f"copy (select {select}) to '{file}' (format parquet)")
        return file

    def run(self, *arguments: str) -> str | None:
        """Run dbt; what stopped it, or None. Warnings are in `events`."""
        self.events.clear()
        runner = dbtRunner(
            manifest=self.manifest, callbacks=[lambda event: self.events.append(event.info.msg)]
        )
        done = runner.invoke([*(arguments or ("seed", "--select", "instruments")), *PROJECT_FLAGS])
        return None if done.exception is None else str(done.exception)

    def message(self) -> str:
        """What stops the run."""
        message = self.run()
        assert message is not None, "the preflight let the data root pass"
        return message


PROJECT_FLAGS = (
    "--quiet",
    "--no-partial-parse",
    "--project-dir",
    str(PROJECT_ROOT),
    "--profiles-dir",
    str(PROJECT_ROOT),
)


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Any]]:
    """A data root's path with the project parsed for it."""
    base = tmp_path_factory.mktemp("preflight")
    values = {
        "STOCKBOND_DATA": base / "data",
        "STOCKBOND_WAREHOUSE": base / "warehouse.duckdb",
        "DBT_TARGET_PATH": base / "target",
        "DBT_LOG_PATH": base / "logs",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, str(value))
        done = dbtRunner().invoke(["parse", *PROJECT_FLAGS])
        assert done.success, done.exception
        yield base / "data", done.result


@pytest.fixture
def preflight(parsed: tuple[Path, Any]) -> Preflight:
    """An empty data root and dbt on it."""
    root, manifest = parsed
    # The adapter keeps its connection, and DuckDB the footers of files it has read.
    DuckDBConnectionManager.close_all_connections()
    shutil.rmtree(root, ignore_errors=True)
    Path(os.environ["STOCKBOND_WAREHOUSE"]).unlink(missing_ok=True)
    return Preflight(root, manifest, [])


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
