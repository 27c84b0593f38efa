"""Publication without the suites of the validation: for tests of what comes before and after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from benchmarks.publications import rename_release
from stockbond import publish as publishing
from stockbond.publish import Release
from stockbond.releases.audit import NotValidated


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
