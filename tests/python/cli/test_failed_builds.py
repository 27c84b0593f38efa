"""A build that fails: its last word is the one that matters, and the exit code says whose turn it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from builds import PROJECT_ROOT

from benchmarks.torture import Place
from stockbond.dbt_failures import Failures, plain

STACK = "\n  \n  > in macro stop (macros/checks/stop.sql)\n  > called by macro preflight (macros/checks/preflight.sql)"
STOPPED = (
    "Compilation Error in operation stockbond-on-run-start-0 (./dbt_project.yml)\n"
    "  Files in /data cannot be read.\n"
    "    series/custom/A.csv, line 2: not a date\n"
    "  What to do: correct each of these lines." + STACK
)
SAID = (
    "Files in /data cannot be read.\n"
    "  series/custom/A.csv, line 2: not a date\n"
    "What to do: correct each of these lines."
)
OF_PYTHON = (
    "Runtime Error in model stg_bars (models/staging/bars/stg_bars.sql)\n"
    "  Invalid Input Error: Python exception occurred while executing the UDF: StockbondError: found a damaged"
    " file (Bad CRC-32): copy it again\n  \n  At:\n    /src/packed.py(83): members\n"
)
OF_DUCKDB = (
    "Runtime Error in model a (models/a.sql)\n  IO Error: Could not write file: No space left on device"
)
DAMAGED = (
    'Runtime Error in model a (models/a.sql)\n  Invalid Input Error: Failed to read file "/data/x.parquet"'
)


def failed(
    name: str, message: str, kind: str = "model", compiled: str = ""
) -> list[tuple[str, str, dict[str, str]]]:
    """dbt's events at the end of a run."""
    events = [
        ("RunResultFailure", "", {"resource_type": kind, "node_name": name}),
        ("RunResultError", f"  {message}", {"msg": message}),
    ]
    return [*events, *([("SQLCompiledPath", "", {"path": compiled})] if compiled else [])]


def read(*events: tuple[str, str, dict[str, str]]) -> Failures:
    failures = Failures()
    for event in events:
        assert failures.take(*event)
    return failures


def test_what_stops_the_preflight_is_told_without_macros() -> None:
    told = read(("MainEncounteredError", f"Encountered an error:\n{STOPPED}", {"exc": STOPPED}))
    assert told.message() == SAID
    assert told.is_input
    assert plain(f"Encountered an error:\n{STOPPED}") == SAID


@pytest.mark.parametrize(
    ("message", "said", "is_input"),
    [
        (STOPPED, SAID, True),
        (OF_PYTHON, "found a damaged file (Bad CRC-32): copy it again", True),
        (DAMAGED, 'Invalid Input Error: Failed to read file "/data/x.parquet"', True),
        (
            OF_DUCKDB,
            "model a: IO Error: Could not write file: No space left on device (its SQL: a.sql)",
            False,
        ),
    ],
)
def test_bad_input_is_told_whichever_stage_finds_it(message: str, said: str, is_input: bool) -> None:
    told = read(*failed("a", message, compiled="a.sql"))
    assert (told.message(), told.is_input) == (said, is_input)


def test_the_first_failure_of_the_input_matters_and_the_others_are_named() -> None:
    told = read(*failed("a", OF_DUCKDB), *failed("t", "Got 1 result", "test", "t.sql"), *failed("b", STOPPED))
    assert told.message() == f"Also failed: model a, test t.\n{SAID}"
    assert told.is_input
    many = read(*(event for number in range(8) for event in failed(f"t{number}", "Got 1 result", "test")))
    assert many.message() == (
        "Also failed: test t1, test t2, test t3, test t4, test t5 and 2 more.\ntest t0: Got 1 result"
    )


def test_a_warning_is_no_failure() -> None:
    failures = Failures()
    assert not failures.take("RunResultWarning", "Warning in test a", {})
    assert not failures.take("SQLCompiledPath", "  compiled code at a.sql", {"path": "a.sql"})
    assert failures.message() == "dbt ended without a reason; what it said stands above."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A working file with a name that is SQL, and a workbook beside other series."""
    folder = tmp_path_factory.mktemp("failed")
    for name, text in {"custom/MY.csv": "date,value\n2019-08-01,1\n", "etf/IEF.xls": "no workbook"}.items():
        (folder / "data/series" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "data/series" / name).write_text(text)
    return Place(folder / "data", folder)


def build(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = str(Path(sys.executable).with_name("stockbond"))
    environment = place.environment | {"STOCKBOND_WAREHOUSE": str(place.folder / "order.duckdb")}
    for name in ("DBT_TARGET_PATH", "DBT_LOG_PATH"):
        del environment[name]
    return subprocess.run(
        [script, "build", *arguments], env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


READERS = ("--select", "+int_series_files", "--exclude-resource-type", "test")


def test_a_file_that_a_model_cannot_read_is_the_last_word(place: Place) -> None:
    """Found by a model and not by the preflight: exit code 2 all the same, and the file is named last."""
    done = build(place, *READERS)
    assert done.returncode == 2, done.stdout + done.stderr
    lines = done.stderr.splitlines()
    assert lines[0].startswith("stockbond: Not built, the published file is as it was. ")
    assert "series/etf/IEF.xls, line 1: expected an Excel workbook or SpreadsheetML" in done.stderr
    assert lines[-1].startswith("What to do: ")
    for word in ("macro", "SKIP", "PASS=", "Traceback", "compiled code", "Encountered an error"):
        assert word not in done.stdout + done.stderr


def test_what_dbt_does_not_know_is_the_last_word(place: Place) -> None:
    done = build(place, "--nonsense")
    assert done.returncode == 2
    assert done.stderr == (
        "stockbond: Not built, the published file is as it was. No such option '--nonsense'.\n"
    )


def test_a_working_file_may_be_called_like_a_word_of_sql(place: Place) -> None:
    """And what dbt leaves lies beside it, not in the checkout, which may be closed and may serve other builds."""
    (place.data / "series/etf/IEF.xls").unlink()
    done = build(place, *READERS)
    assert done.returncode == 1, done.stdout + done.stderr  # a part is not published
    assert "only a part of the project" in done.stderr
    assert {path.name for path in (place.folder / "order.duckdb.work").iterdir()} >= {"target"}
