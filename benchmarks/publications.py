"""Publications one after the other, every table different each time, before readers that look at them all."""

import json
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.market import REPOSITORY
from benchmarks.reader import hashes_of
from stockbond.publish import publish
from stockbond.releases.audit import NotValidated

READERS = 8
LONGEST_WAIT_SECONDS = 1.0


class NotSurvivedError(Exception):
    """Something was lost, or a reader saw what nobody should see."""


def rename_release(warehouse: Path, number: int) -> str:
    """Make the working file's last run another one, a second later for each number; its release's name."""
    ended = datetime(2030, 1, 1) + timedelta(seconds=number)
    with duckdb.connect(warehouse) as connection:
        connection.execute(
            "update build.runs set invocation_id = $1, completed_at_utc = $2"
            " where started_at_utc = (select max(started_at_utc) from build.runs)",
            [f"{number:08d}", ended],
        )
    return f"{ended:%Y%m%dT%H%M%SZ}-{number:08d}"


def publish_before_readers(
    warehouse: Path, data: Path, folder: Path, n_publications: int, n_readers: int = READERS
) -> dict[str, Any]:
    """Publish again and again, every table different each time, while readers open the file all the time.

    `warehouse` and `data` are copied into `folder` first. Raises NotSurvivedError where a reader met an
    error, a release that is not whole or not the one it says, or a wait above one second.
    """
    ours, root = folder / "readers.duckdb", folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(warehouse, ours)
    shutil.copytree(data, root)
    published = folder / "published" / "stockbond.duckdb"
    tables = prepare(ours, root)
    expected = dict([publish_numbered(ours, root, published, tables, 0)])
    stop = folder / "stop"
    reports = [folder / f"reader-{number}.json" for number in range(n_readers)]
    readers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.reader", str(published), str(stop), str(report)],
            cwd=REPOSITORY,
        )
        for report in reports
    ]
    try:
        for number in range(1, n_publications + 1):
            release_id, hashes = publish_numbered(ours, root, published, tables, number)
            same = [name for name in hashes if hashes[name] == list(expected.values())[-1].get(name)]
            if same:
                raise NotSurvivedError(f"two releases agree in {same}: readers could not tell them apart")
            expected[release_id] = hashes
            if number % 20 == 0:
                print(f"readers: publication {number} of {n_publications}", flush=True)
    finally:
        stop.touch()
        for reader in readers:
            reader.wait(timeout=120)
    return judge([json.loads(report.read_text(encoding="utf-8")) for report in reports], expected)


def prepare(warehouse: Path, root: Path) -> list[str]:
    """Give every public table a column that numbers the publication, and at least one row; their names.

    The working file's data root becomes `root`.
    """
    with duckdb.connect(warehouse) as connection:
        connection.execute("update build.runs set data_root = $1", [str(root)])
        names = [
            f'{schema}."{table}"'
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables()"
                " where schema_name in ('marts', 'reports') order by all"
            ).fetchall()
        ]
        for name in names:
            [(is_empty,)] = connection.execute(f"select count(*) = 0 from {name}").fetchall()
            if is_empty:
                connection.execute(
                    f"create or replace table {name} as from {name} right join (select 1) on true"
                )
            connection.execute(f"alter table {name} add column publication integer")
    return names


def publish_numbered(
    warehouse: Path, root: Path, published: Path, tables: list[str], number: int
) -> tuple[str, dict[str, str]]:
    """Change every table of the working file, publish it, and return the release with the hash of each table.

    The hashes of what dbt builds are taken from the working file, before the publication.
    """
    release_id = rename_release(warehouse, number)
    (root / "series" / "custom").mkdir(parents=True, exist_ok=True)
    (root / "series" / "custom" / "publication.txt").write_text(f"{number}\n", encoding="utf-8")
    with duckdb.connect(warehouse) as connection:
        connection.begin()
        for name in tables:
            connection.execute(f"update {name} set publication = {number}")
        connection.execute(f"update intermediate.int_bar_fingerprints set day_hash = '{number}'")
        connection.commit()
        hashes = hashes_of(connection)
    row = {
        "run_id": release_id, "suite": "none", "expectation": "none", "column_name": None,
        "severity": "warning", "success": True, "observed": str(number), "expected": None,
        "what_to_do": "Nothing.",
    }  # fmt: skip
    release = publish(warehouse, published, keep=3, audit=lambda *_: NotValidated([row]))
    written = {
        f"{table['table_schema']}.{table['table_name']}": table["content_hash"]
        for table in json.loads(release.manifest)["tables"]
    }
    differ = sorted(name for name in hashes if written.get(name) != hashes[name])
    if release.release_id != release_id or differ:
        raise NotSurvivedError(f"{release.release_id} was published with other rows in {differ}")
    return release_id, written


def judge(reports: list[dict[str, Any]], expected: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What the readers saw, against what was published."""
    faults = [fault for report in reports for fault in report["faults"]]
    for report in reports:
        for release_id, hashes in report["releases"].items():
            if hashes != expected.get(release_id):
                faults.append(f"a reader saw a release {release_id} that was never published like this")
    longest = max(report["longest_wait_seconds"] for report in reports)
    if longest > LONGEST_WAIT_SECONDS:
        faults.append(f"a reader waited {longest:.2f} s")
    if idle := sum(report["reads"] == 0 for report in reports):
        faults.append(f"{idle} reader(s) never read")
    if faults:
        raise NotSurvivedError(f"{len(faults)} faults of readers, first: {'; '.join(faults[:3])}")
    seen = {release_id for report in reports for release_id in report["releases"]}
    return {
        "publications": len(expected) - 1,
        "seen": len(seen & set(list(expected)[1:])),
        "readers": len(reports),
        "reads": sum(report["reads"] for report in reports),
        "errors": 0,
        "longest_wait_seconds": round(longest, 3),
    }
