"""The working file that a build finds: in use, of a killed build, of another DuckDB, or no database."""

from __future__ import annotations

import re
from pathlib import Path

from stockbond.errors import StockbondError

IN_USE, KILLED = "lock on file", "replaying WAL"  # words of DuckDB's errors


def error_of_opening(warehouse: Path) -> str:
    """What DuckDB says when it opens the working file; nothing where it opens, or is not there."""
    import duckdb

    if warehouse.is_file():
        try:
            duckdb.connect(warehouse, read_only=True).close()
        except duckdb.Error as error:
            return str(error)
    return ""


def writer_of(warehouse: Path) -> str | None:
    """Who has the working file open for writing, in words; None where nobody has.

    A file that cannot be opened for another reason is nobody's: whoever opens it next says what is wrong.
    """
    error = error_of_opening(warehouse)
    if IN_USE not in error:
        return None
    return holder(error)


def holder(error: str) -> str:
    """Who holds a file, in the words of DuckDB's error about its lock."""
    process = re.search(r"PID (\d+)", error)
    return f"Process {process[1]}" if process else "Another process"


def discard_if_unreadable(warehouse: Path) -> bool:
    """Remove a working file whose write-ahead log cannot be replayed; True where that was so.

    Nothing is lost: a whole build makes every table anew from the data root. A file that cannot be opened for
    another reason (in use, damaged, written by a later DuckDB) stays, and whoever opens it next says why.
    """
    log = warehouse.with_name(f"{warehouse.name}.wal")
    if not log.is_file() or KILLED not in error_of_opening(warehouse):
        return False
    warehouse.unlink(missing_ok=True)
    log.unlink(missing_ok=True)
    return True


def require_readable(warehouse: Path) -> None:
    """Raises StockbondError where a file lies that DuckDB cannot open, unless it is in use or will be
    discarded."""
    error = error_of_opening(warehouse)
    if error and IN_USE not in error and KILLED not in error:
        first_line = error.partition("\n")[0]
        raise StockbondError(
            f"Not built, the working file {warehouse} cannot be read: {first_line}"
            " Delete it, for each build makes it anew, or set STOCKBOND_WAREHOUSE to another."
        )
