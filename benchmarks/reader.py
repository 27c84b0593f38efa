"""A reader of the published file: it opens, checks and closes it again and again, until it is told to stop.

`python -m benchmarks.reader PUBLISHED STOP REPORT` reads until the file STOP is there and writes to REPORT,
as JSON, what it saw: the number of reads, the hashes of every table by release, the longest wait, each fault.
"""

import json
import os
import sys
import time
from pathlib import Path

import duckdb

from stockbond.published import READER_SETTINGS

AS_READERS_DO = {**READER_SETTINGS, "threads": "1"}
# Eight readers that never breathe would measure how two processors are shared, not how files are replaced.
PAUSE_SECONDS = 0.1
# These two name the others' hashes and cannot hold their own.
APART = ("rpt_release", "rpt_release_tables")


def hashes_of(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The hash of each public table, computed as publish computes rpt_release_tables, in one query."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where schema_name in ('marts', 'reports')"
    ).fetchall()
    one_each = (
        f"select '{schema}.{table}', printf('%032x', coalesce(sum(cast(hash(content) as hugeint)), 0))"
        f' from "{schema}"."{table}" as content'
        for schema, table in tables
        if table not in APART
    )
    return dict(connection.execute(" union all ".join(one_each)).fetchall())


def seconds_in_queue() -> float:
    """How long this thread stood ready without a processor so far; 0 where the system does not say."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def read(published: Path) -> tuple[str, dict[str, str], float]:
    """One reading: the release, the hash of each of its tables, and the seconds until the file answered.

    Of these seconds, those in which other processes had the processors are taken off: they say how busy the
    machine is, not whether a publication held the reader up.

    Raises ValueError where the tables are not those that the file says it holds.
    """
    began, queued = time.perf_counter(), seconds_in_queue()
    with duckdb.connect(published, read_only=True, config=AS_READERS_DO) as connection:
        [(release_id,)] = connection.execute("select release_id from reports.rpt_release").fetchall()
        waited = time.perf_counter() - began - (seconds_in_queue() - queued)
        hashes = hashes_of(connection)
        said = dict(
            connection.execute(
                "select table_schema || '.' || table_name, content_hash from reports.rpt_release_tables"
            ).fetchall()
        )
    if hashes != said:
        differ = sorted(name for name in hashes.keys() | said.keys() if hashes.get(name) != said.get(name))
        raise ValueError(f"release {release_id} is not whole: {', '.join(differ)}")
    return release_id, hashes, waited


def read_until(published: Path, stop: Path) -> dict[str, object]:
    """Read until `stop` exists; see the module."""
    releases: dict[str, dict[str, str]] = {}
    faults: list[str] = []
    reads, longest = 0, 0.0
    while not stop.exists():
        time.sleep(PAUSE_SECONDS)
        try:
            release_id, hashes, waited = read(published)
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}")
            continue
        reads, longest = reads + 1, max(longest, waited)
        if releases.setdefault(release_id, hashes) != hashes:
            faults.append(f"release {release_id} changed between two readings")
    return {"reads": reads, "releases": releases, "longest_wait_seconds": longest, "faults": faults}


if __name__ == "__main__":
    os.nice(10)  # the publisher comes first, also where eight readers share two processors with it
    published, stop, report = map(Path, sys.argv[1:])
    report.write_text(json.dumps(read_until(published, stop)), encoding="utf-8")
