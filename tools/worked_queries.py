"""The worked queries of docs/SQL.md: read them, run them, write their answers beneath them.

`python tools/worked_queries.py` writes the answers anew from the published file (STOCKBOND_PUBLISHED).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import duckdb

PAGE = Path(__file__).resolve().parents[1] / "docs" / "SQL.md"
WORKED = re.compile(r"```sql\n(.*?)```\n\n<!-- answer:start -->\n(.*?)<!-- answer:end -->", re.DOTALL)


def queries() -> list[tuple[str, str]]:
    """Each worked query with the answer printed beneath it."""
    return WORKED.findall(PAGE.read_text(encoding="utf-8"))


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The rows as a Markdown table, under a line that says when the release is simulated."""
    simulated = connection.execute("select is_simulated from reports.rpt_release").fetchall()[0][0]
    cursor = connection.execute(sql)
    header = [column[0] for column in cursor.description or []]
    lines = [header, ["---"] * len(header), *cursor.fetchall()]
    cells = ["| " + " | ".join("" if cell is None else str(cell) for cell in line) + " |" for line in lines]
    return "\n".join([*(["SIMULATED", ""] if simulated else []), *cells]) + "\n"


def main() -> None:
    """Write the page's answers anew."""
    published = os.environ.get("STOCKBOND_PUBLISHED", "warehouse/published/stockbond.duckdb")
    with duckdb.connect(published, read_only=True) as connection:
        PAGE.write_text(
            WORKED.sub(
                lambda found: (
                    f"```sql\n{found[1]}```\n\n<!-- answer:start -->\n"
                    f"{answer(connection, found[1])}<!-- answer:end -->"
                ),
                PAGE.read_text(encoding="utf-8"),
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
