"""Two published files of the same data root, table by table: what differs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
from two_engines import differences_of_rows, rows_of

# Who built the release, and when.
APART = ("reports.rpt_release",)
# The same of a validation; and hashes, in which the last digit of any number counts.
COLUMNS_APART = {
    "reports.rpt_validation_results": ("run_id",),
    "reports.rpt_release_tables": ("content_hash",),
}


class TwoReleases:
    """Two published files."""

    def __init__(self, one: Path, other: Path) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("set timezone = 'UTC'")
        for name, file in (("one", one), ("other", other)):
            self.connection.execute(f"attach '{file}' as {name} (read_only)")

    def tables(self, of: str) -> list[str]:
        """The public tables that are compared."""
        named = self.connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where database_name = ? order by all",
            [of],
        ).fetchall()
        return [name for (name,) in named if name not in APART]

    def columns(self, of: str, table: str) -> dict[str, str]:
        """Names and types."""
        described = self.connection.execute(f"describe {of}.{table}").fetchall()
        return {row[0]: row[1] for row in described}

    def differences(self) -> dict[str, list[str]]:
        """By table, what is another in the second file, in words; nothing where the two are one."""
        one, other = self.tables("one"), self.tables("other")
        alone = {table: ["is in one of the two alone"] for table in set(one) ^ set(other)}
        both = {table: list(self.differences_of(table)) for table in one if table in other}
        return {table: found for table, found in {**both, **alone}.items() if found}

    def differences_of(self, table: str) -> Iterator[str]:
        """The same of one table; its rows are told apart by all that is no measured number."""
        types = self.columns("one", table)
        if types != self.columns("other", table):
            yield "columns"
            return
        columns = [name for name in types if name not in COLUMNS_APART.get(table, ())]
        exact = [name for name in columns if not types[name].startswith(("DOUBLE", "FLOAT"))]
        one, other = (rows_of(self.connection, f"{of}.{table}", columns) for of in ("one", "other"))
        yield from differences_of_rows(one, other, exact)
