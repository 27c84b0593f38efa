"""The dbt-duckdb plugin: spreadsheets as tables, and what the preflight asks of landing files.

DuckDB reads no spreadsheet without a download. It reads a text file whole to show its first line, and stops
at the first damaged Parquet file without saying what it expected: the functions here look at the two ends of
a file and never at its middle.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbt.adapters.duckdb.plugins import BasePlugin

from stockbond.paths import DATA_DEFAULT
from stockbond.workbooks import UnreadableWorkbookError, workbook_rows
from stockbond.working_file import discard_if_unreadable

if TYPE_CHECKING:
    import pyarrow as pa

PARQUET_MARK = b"PAR1"
LONGEST_HEADER = 65_536


def first_line(path: str) -> str:
    """The first line of a text file, without byte order mark and line end, at most 64 kB of it."""
    with Path(path).open("rb") as file:
        head = file.read(LONGEST_HEADER)
    return head.decode("utf-8-sig", errors="replace").partition("\n")[0].rstrip("\r")


def parquet_damage(path: str) -> str | None:
    """What shows from outside that this is no whole Parquet file; None if nothing does."""
    file_path = Path(path)
    size = file_path.stat().st_size
    with file_path.open("rb") as file:
        head = file.read(4)
        file.seek(max(0, size - 8))
        tail = file.read(8)
    if head != PARQUET_MARK:
        return f"a file of {size} bytes that begins with {head!r}: it is not Parquet"
    footer_bytes = int.from_bytes(tail[:4], "little")
    if size < 12 or tail[4:] != PARQUET_MARK or footer_bytes + 12 > size:
        return f"a Parquet file cut off after {size} bytes: its footer is missing"
    return None


def absolute_path(path: str) -> str:
    """The path from the root of the file system, links resolved: one name for one folder."""
    return str(Path(path).resolve())


def workbooks_as_table(root: Path, patterns: list[str], sheet: str | None) -> pa.Table:
    """The rows of every workbook below the root that a pattern matches, one table row each, cells as text.

    A file that cannot be read is one row that says why. No file gives a table without rows.
    """
    import pyarrow as pa

    schema = pa.schema(
        {
            "file": pa.string(),
            "line_number": pa.int64(),
            "line_fields": pa.list_(pa.string()),
            "defect": pa.string(),
        }
    )
    rows: list[dict[str, Any]] = []
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        if path.name.startswith((".", "~$")):  # hidden, or Excel's mark of an open workbook
            continue
        name = path.relative_to(root).as_posix()
        try:
            for row in workbook_rows(path, sheet):
                rows.append({"file": name, "line_number": row.number, "line_fields": row.cells})
        except UnreadableWorkbookError as error:
            rows.append({"file": name, "line_number": 1, "line_fields": [], "defect": str(error)})
    return pa.Table.from_pylist(rows, schema=schema)


class Plugin(BasePlugin):
    """Reads workbooks, registers the functions above, and makes the folder of the working file."""

    def load(self, source_config: Any) -> pa.Table:
        """The workbooks of a source: `meta.files` are patterns in the data root, `meta.sheet` the sheet."""
        root = Path(os.environ.get("STOCKBOND_DATA", DATA_DEFAULT))
        return workbooks_as_table(root, list(source_config["files"]), source_config.get("sheet"))

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Make the working file's folder, and remove a file that a killed build left unreadable, before dbt
        opens it."""
        if creds.path and not creds.path.startswith((":memory:", "md:", "motherduck:")):
            warehouse = Path(creds.path)
            warehouse.parent.mkdir(parents=True, exist_ok=True)
            if discard_if_unreadable(warehouse):
                print(f"{warehouse} could not be read after a build that was killed: it is made anew.")

    def configure_connection(self, conn: Any) -> None:
        """Register each function under its own name; they read files, so no result is reused."""
        for function in (first_line, parquet_damage, absolute_path):
            conn.create_function(
                function.__name__,
                function,
                ["VARCHAR"],
                "VARCHAR",
                null_handling="special",
                side_effects=True,
            )
