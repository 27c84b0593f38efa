"""The published file: which release readers see, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stockbond.doctor.findings import Finding, age
from stockbond.errors import HeldError, StockbondError
from stockbond.paths import shown
from stockbond.published import open_published, returns_measured
from stockbond.reasons import in_words
from stockbond.releases.candidate import last_run
from stockbond.releases.shrinkage import pairs_in_words, pairs_that_shrank
from stockbond.sql import rows, text

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
            release = rows(connection, "from reports.rpt_release")[0]
            tables = connection.execute(TABLES).fetchall()
    except HeldError as error:
        yield Finding("published", "problem", str(error), "end that process, or close the file there")
        return
    except (StockbondError, duckdb.Error, IndexError) as error:
        yield Finding("published", "problem", str(error).partition("\n")[0], "run `stockbond build`")
        return
    kind = "SIMULATED release" if release["is_simulated"] else "release"
    yield Finding(
        "published", "ok",
        f"{kind} {release['release_id']}, built {release['built_at_utc']:%Y-%m-%d %H:%M} UTC,"
        f" {returns_measured(release)}",
    )  # fmt: skip
    if release["last_trade_date"] is not None:
        yield age("published", release["last_trade_date"])
    for table_id, title, status, reason in tables:
        if status != "available":
            yield Finding("tables", "note", f"{table_id} {title}: {status}; missing: {in_words(reason)}")
    n_available = sum(status == "available" for _, _, status, _ in tables)
    yield Finding("tables", "ok", f"{n_available} of {len(tables)} tables of the paper have every cell")


def lost_days(warehouse: Path, published: Path) -> Iterator[Finding]:
    """A last build that publish refuses, for days of the release that readers have are gone.

    Silent where there is nothing to compare, or a build is at work.
    """
    import duckdb

    try:
        with duckdb.connect() as connection:
            for name, file in (("working", warehouse), ("previous", published)):
                connection.execute(f"attach {text(str(file))} as {name} (read_only)")
            pairs = pairs_that_shrank(connection, last_run(connection))
    except (StockbondError, duckdb.Error):
        return
    if pairs:
        yield Finding(
            "published", "problem", f"the last build lost days with a correlation: {pairs_in_words(pairs)}",
            "look for files that are gone; if it is meant: `stockbond publish --accept-shrinkage`",
        )  # fmt: skip
