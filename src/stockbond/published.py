"""The published file as readers open it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stockbond.errors import StockbondError

if TYPE_CHECKING:
    import duckdb


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published file at `path` that can reach nothing else.

    Raises StockbondError if there is no such file.
    """
    import duckdb

    if not path.is_file():
        raise StockbondError(f"There is no published file {path}: run `stockbond build` first.")
    return duckdb.connect(path, read_only=True, config={"enable_external_access": "false"})
