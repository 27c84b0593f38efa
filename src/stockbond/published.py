"""How everything shipped here opens the published file: read-only, and shut off from all else.

The connection cannot read or write another file, load an extension or reach the network, and a query cannot
switch that on again: a page that shows the tables may pass on what its reader types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import HeldError, StockbondError
from stockbond.working_file import IN_USE, holder

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
    StockbondError where there is no such file, it cannot be read, or lacks what is asked of it; HeldError where
    somebody writes it.
    """
    import duckdb

    if not path.is_file():
        raise StockbondError(f"There is no published file {path}: run `stockbond build` first.")
    try:
        connection = duckdb.connect(path, read_only=True, config=READER_SETTINGS)
    except duckdb.Error as error:
        if IN_USE in str(error):
            raise HeldError(
                f"{holder(str(error))} has {path} open for writing, so nobody else can read it. Published"
                " files are for reading: close it there, open it read-only next time, and try again."
            ) from error
        raise StockbondError(
            f"The published file {path} cannot be read: {first_line(error)} Run `stockbond publish` again."
        ) from error
    with connection:
        try:
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise StockbondError(lacking(path, error)) from error


def lacking(path: Path, error: Exception) -> str:
    """That a release has no such table or column, in words: another version of stockbond published it."""
    patterns = {
        "table": r'Table with name "?([\w.]+)"? does not exist', "column": r'olumn (?:named )?"(\w+)"'
    }  # fmt: skip
    found = ((what, re.search(pattern, str(error))) for what, pattern in patterns.items())
    what = next((f"no {what} {match[1]}" for what, match in found if match), f"not all ({first_line(error)})")
    return (
        f"The release in {path} has {what}, which this version of stockbond reads: another version published it,"
        " or only a part. Run `stockbond build --force`."
    )


def returns_measured(release: Mapping[str, Any]) -> str:
    """Which returns a release is made of, in words: interval and session of its row of rpt_release.

    Releases of earlier versions do not say.
    """
    if release.get("interval_minutes") is None:
        return "intraday returns"
    session = f"{release['session_open']} to {release['session_close']} New York"
    return f"{release['interval_minutes']}-minute returns, {session}"


def first_line(error: Exception) -> str:
    """The first line of what DuckDB says."""
    return str(error).partition("\n")[0]
