"""The dbt-duckdb plugin: spreadsheets as tables, and what the preflight asks of landing files.

DuckDB reads no spreadsheet without a download.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbt.adapters.duckdb.plugins import BasePlugin

from stockbond import logs
from stockbond.landing import FUNCTIONS
from stockbond.paths import DATA_DEFAULT
from stockbond.workbooks import UnreadableWorkbookError, workbook_rows
from stockbond.working_file import discard_if_unreadable

if TYPE_CHECKING:
    import pyarrow as pa


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
    """Reads workbooks, registers the functions of stockbond.landing, makes the folder of the working file."""

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
                message = f"{warehouse} could not be read after a build that was killed: it is made anew."
                logs.say("working_file_discarded", message, warehouse=warehouse)

    def configure_connection(self, conn: Any) -> None:
        """Register each function under its own name; they read files, so no result is reused."""
        for function in FUNCTIONS:
            conn.create_function(
                function.__name__,
                function,
                ["VARCHAR"],
                "VARCHAR",
                null_handling="special",
                side_effects=True,
            )
