"""Reading the published file: one way for everything that reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stockbond.errors import StockbondError

if TYPE_CHECKING:
    import duckdb


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the published file: read-only, without access to any other file. Close it after use.

    The file is attached to a database in memory: a plain connection would show the release that another
    connection of this process still holds, not the one that lies at `path` now.

    Raises StockbondError if there is no file or DuckDB cannot read it.
    """
    import duckdb

    if not path.is_file():
        raise StockbondError(f"There is no published file {path}: run `stockbond build` first.")
    quoted = str(path).replace("'", "''")
    connection = duckdb.connect()
    try:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{quoted}' as published (read_only)")
        connection.execute("use published")
        connection.execute("set enable_external_access = false")
    except duckdb.Error as error:
        connection.close()
        raise StockbondError(
            f"{path} cannot be read: {error} Run `stockbond publish` to write it anew."
        ) from error
    return connection
