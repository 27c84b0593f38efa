"""The published file: which release readers see, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stockbond.doctor.findings import Finding, age
from stockbond.errors import StockbondError
from stockbond.paths import shown
from stockbond.published import open_published

TABLES = """
    select table_id, title, status, reason from reports.rpt_table_availability
    where sample = 'full' order by try_cast(substr(table_id, 2) as integer)
"""


def published_file(path: Path) -> Iterator[Finding]:
    """The release that readers see, and the paper's tables that it lacks."""
    import duckdb

    if not path.is_file():
        yield Finding("published", "note", f"no published file {shown(path)}", "run `stockbond build`")
        return
    try:
        with open_published(path) as connection:
            release = connection.execute(
                "select release_id, built_at_utc, is_simulated, last_trade_date from reports.rpt_release"
            ).fetchall()[0]
            tables = connection.execute(TABLES).fetchall()
    except (StockbondError, duckdb.Error, IndexError) as error:
        yield Finding("published", "problem", str(error).partition("\n")[0], "run `stockbond build`")
        return
    release_id, built_at, is_simulated, last = release
    kind = "SIMULATED release" if is_simulated else "release"
    yield Finding("published", "ok", f"{kind} {release_id}, built {built_at:%Y-%m-%d %H:%M} UTC")
    if last is not None:
        yield age("published", last)
    for table_id, title, status, reason in tables:
        if status != "available":
            yield Finding("tables", "note", f"{table_id} {title}: {status}; missing: {reason}")
    n_available = sum(status == "available" for _, _, status, _ in tables)
    yield Finding("tables", "ok", f"{n_available} of {len(tables)} tables of the paper have every cell")
