"""The dbt-duckdb plugin: what the preflight asks of landing files and SQL alone cannot answer cheaply.

DuckDB reads a text file whole to show its first line, and stops at the first damaged Parquet file
without saying what it expected. These functions look at the two ends of a file and never at its middle.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

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


class Plugin(BasePlugin):
    """Registers the functions above, and makes the folder of the working file (DuckDB makes none)."""

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Make the working file's folder before the file is opened."""
        if creds.path and not creds.path.startswith((":memory:", "md:", "motherduck:")):
            Path(creds.path).parent.mkdir(parents=True, exist_ok=True)

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
