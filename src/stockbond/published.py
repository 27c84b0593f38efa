"""How everything shipped here opens the published file: read-only, and shut off from all else.

The connection cannot read or write another file, load an extension or reach the network, and a query cannot
switch that on again: a page that shows the tables may pass on what its reader types.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stockbond.errors import StockbondError

if TYPE_CHECKING:
    import duckdb

READER_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}


@contextmanager
def open_published(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the published file at `path`, closed at the end of the `with`.

    Open it for each request: while a process holds one connection, the next shows the same release. Raises
    StockbondError where there is no such file, or where it cannot be read.
    """
    import duckdb

    if not path.is_file():
        raise StockbondError(f"There is no published file {path}: run `stockbond build` first.")
    try:
        connection = duckdb.connect(path, read_only=True, config=READER_SETTINGS)
    except duckdb.Error as error:
        raise StockbondError(
            f"The published file {path} cannot be read: {first_line(error)} Run `stockbond publish` again."
        ) from error
    with connection:
        yield connection


def first_line(error: Exception) -> str:
    """The first line of what DuckDB says."""
    return str(error).partition("\n")[0]
