"""What SQL asks of Python about landing files, as functions of DuckDB: dbt's plugin registers them, and whoever runs
the project's SQL without dbt."""

from __future__ import annotations

from typing import Any

from stockbond.formats import bar_formats, csv_header_problem, format_problems
from stockbond.landing import FUNCTIONS
from stockbond.packed import emptied, readable_files

OF_FORMATS = (bar_formats, csv_header_problem, format_problems, readable_files, emptied)


def register(conn: Any) -> None:
    """Register each function under its own name; they read files, so no result is reused."""
    for function in (*FUNCTIONS, *OF_FORMATS):
        conn.create_function(
            function.__name__, function, ["VARCHAR"], "VARCHAR", null_handling="special", side_effects=True
        )
