"""Publication without the suites of the validation: for tests of what comes before and after it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builds import Build

from benchmarks.publications import rename_release
from stockbond import publish as publishing
from stockbond.publish import Release
from stockbond.releases.audit import NotValidated

LIGHT = ("fct_realized_correlation_daily", "dim_trading_days", "rpt_t01_summary", "rpt_quarantine_summary")
OPEN_FOR_WRITING = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"


@pytest.fixture
def light(small_build: Build, tmp_path: Path) -> Path:
    """The small build's working file with a handful of its public tables: publishing it is quick."""
    path = tmp_path / "working.duckdb"
    shutil.copy(small_build.warehouse, path)
    with duckdb.connect(path) as connection:
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() where schema_name in ('marts', 'reports')"
        ).fetchall():
            if table not in LIGHT:
                connection.execute(f"drop table {schema}.{table}")
    return path


@contextmanager
def opened_for_writing(path: Path) -> Iterator[int]:
    """Another process has the file open for writing; gives its number."""
    path.chmod(0o644)
    writer = subprocess.Popen(
        [sys.executable, "-c", OPEN_FOR_WRITING, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        yield writer.pid
    finally:
        writer.communicate("\n", timeout=60)


def publish(warehouse: Path, published: Path, **options: Any) -> Release:
    """Publish what validation, for once, does not look at."""
    return publishing.publish(warehouse, published, **{"audit": lambda *_: NotValidated(), **options})


def publish_as(number: int, warehouse: Path, published: Path, **options: Any) -> Release:
    """Publish the working file as the release of another build, a second later for each number."""
    rename_release(warehouse, number)
    return publish(warehouse, published, **options)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query on a file, opened as readers open it."""
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()
