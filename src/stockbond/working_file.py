"""The working file that a build finds: of a killed build, of another DuckDB, or no database at all."""

from __future__ import annotations

from pathlib import Path

from stockbond.errors import StockbondError
from stockbond.published import first_line


def discard_if_unreadable(warehouse: Path) -> bool:
    """Remove a working file whose write-ahead log cannot be replayed; True where that was so.

    Nothing is lost: a whole build makes every table anew from the data root. A file that cannot be opened for
    another reason (in use, damaged, written by a later DuckDB) stays, and whoever opens it next says why.
    """
    import duckdb

    log = warehouse.with_name(f"{warehouse.name}.wal")
    if not (warehouse.is_file() and log.is_file()):
        return False
    try:
        duckdb.connect(warehouse, read_only=True).close()
    except duckdb.Error as error:
        if "replaying WAL" not in str(error):
            return False
        warehouse.unlink(missing_ok=True)
        log.unlink(missing_ok=True)
        return True
    return False


def require_readable(warehouse: Path) -> None:
    """Raises StockbondError where a file lies that DuckDB cannot open, unless it will be discarded."""
    import duckdb

    if not warehouse.is_file():
        return
    try:
        duckdb.connect(warehouse, read_only=True).close()
    except duckdb.Error as error:
        if "replaying WAL" not in str(error):
            raise StockbondError(
                f"Not built, the working file {warehouse} cannot be read: {first_line(error)}"
                " Delete it, for each build makes it anew, or set STOCKBOND_WAREHOUSE to another."
            ) from error
