"""The dbt-duckdb plugin: spreadsheets as tables, and what the preflight asks of landing files.

DuckDB reads no spreadsheet without a download.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbt.adapters.duckdb.plugins import BasePlugin

from stockbond import logs
from stockbond.functions import register
from stockbond.packed import EMPTY
from stockbond.paths import DATA_DEFAULT
from stockbond.workbooks import workbooks_as_table
from stockbond.working_file import discard_if_unreadable

if TYPE_CHECKING:
    import pyarrow as pa


class Plugin(BasePlugin):
    """Reads workbooks, registers the functions of stockbond.landing, makes the folder of the working file."""

    def load(self, source_config: Any) -> pa.Table:
        """The workbooks of a source: `meta.files` are patterns in the data root, `meta.sheet` the sheet."""
        root = Path(os.environ.get("STOCKBOND_DATA", DATA_DEFAULT))
        # dbt-duckdb writes the database's name unquoted, and a working file may be called order or my-file: without
        # it the table goes where it belongs all the same, into the file that is open.
        source_config.database = None
        return workbooks_as_table(root, list(source_config["files"]), source_config.get("sheet"))

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Make the working file's folder, and remove a file that a killed build left unreadable, before dbt
        opens it."""
        if creds.path and not creds.path.startswith((":memory:", "md:", "motherduck:")):
            warehouse = Path(creds.path)
            warehouse.parent.mkdir(parents=True, exist_ok=True)
            unpacked = warehouse.with_name(f"{warehouse.name}.unpacked")
            unpacked.mkdir(exist_ok=True)
            (unpacked / EMPTY).touch()
            if discard_if_unreadable(warehouse):
                message = f"{warehouse} could not be read after a build that was killed: it is made anew."
                logs.say("working_file_discarded", message, warehouse=warehouse)

    def configure_connection(self, conn: Any) -> None:
        """The functions that macros ask."""
        register(conn)
