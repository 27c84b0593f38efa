"""Publish: write the public tables as a candidate, audit it, and put it before the readers by one rename.

Readers open the published file whenever they like: no build ever locks it, one who holds the old file keeps
it, and a publication that is refused or killed leaves the release that was there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import PublishError
from stockbond.releases.audit import Audit, Validation, validate
from stockbond.releases.candidate import (
    Release,
    content_of,
    copy_public_tables,
    last_run,
    release_id_of,
    trade_date_span,
    write_described,
)
from stockbond.releases.locks import Say
from stockbond.releases.manifest import code_version, describe, input_files
from stockbond.releases.restatements import FINGERPRINTS, restatements
from stockbond.releases.store import KEEP_DEFAULT, KeptRelease, ReleaseStore, read_release, remove_database
from stockbond.sql import text

if TYPE_CHECKING:
    import duckdb


def publish(
    warehouse: Path,
    published: Path,
    *,
    keep: int = KEEP_DEFAULT,
    wait: bool = True,
    say: Say = print,
    audit: Audit = validate,
) -> Release:
    """Publish the working file `warehouse` at `published`, keep the last `keep` releases, return the new one.

    Another publication under way is waited for; with `wait` false this one is refused (BusyError). Raises
    PublishError, and leaves `published` as it was, unless the last run on the working file was a whole build
    that succeeded and `audit` lets it pass.
    """
    import duckdb

    if not warehouse.is_file():
        raise PublishError(f"There is no working file {warehouse}: run `stockbond build` first.")
    if published.is_dir():
        raise PublishError(f"{published} is a folder; STOCKBOND_PUBLISHED must name a file.")
    store = ReleaseStore(published)
    try:
        with store.only_publisher(wait, say):
            store.clean()
            try:
                return publish_alone(warehouse, store, keep, audit)
            finally:
                remove_database(store.candidate)
    except duckdb.Error as error:
        raise PublishError(f"Not published. {explain(error, warehouse)}") from error
    except OSError as error:
        raise PublishError(f"Not published, {published} cannot be written: {error}") from error


def publish_alone(warehouse: Path, store: ReleaseStore, keep: int, audit: Audit) -> Release:
    """Audit, write and put in place, while nobody else publishes into the store."""
    import duckdb

    run = run_of(warehouse)
    previous = store.previous_of(release_id_of(run))
    began = time.monotonic()
    validation = audit(warehouse, previous)
    audited = time.monotonic()
    if validation.is_refused:
        raise PublishError(refusal(validation, store.current_id()))
    with duckdb.connect(store.candidate) as connection:
        attach(connection, warehouse)
        if last_run(connection)["invocation_id"] != run["invocation_id"]:
            raise PublishError("Not published: another build changed the working file. Publish again.")
        release, manifest = write_candidate(
            connection, run, previous, validation, {"validation": audited - began}
        )
    store.adopt_published()
    store.put_in_place(store.keep(release.release_id, manifest))
    store.prune(keep)
    return release


def run_of(warehouse: Path) -> dict[str, Any]:
    """The run that the working file is of; raises PublishError unless it can be published."""
    import duckdb

    with duckdb.connect() as connection:
        attach(connection, warehouse)
        return last_run(connection)


def attach(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Attach the working file as `working`, read-only: no build can change it until it is detached."""
    connection.execute(f"attach {text(str(warehouse))} as working (read_only)")


def write_candidate(
    connection: duckdb.DuckDBPyConnection,
    run: Mapping[str, Any],
    previous: Path | None,
    validation: Validation,
    seconds: Mapping[str, float],
) -> tuple[Release, dict[str, Any]]:
    """Write the whole candidate: what dbt built, and what publish adds. Returns its release and manifest."""
    began = time.monotonic()
    is_simulated = run["is_simulated"]
    connection.begin()  # one transaction: a thousand statements would each wait for the disk
    tables = copy_public_tables(connection, is_simulated)

    def add(table: str, content: Any) -> None:
        write_described(connection, table, content, is_simulated)
        tables.append(content_of(connection, "reports", table))

    files = input_files(connection, run)
    add("rpt_release_files", files)
    add("rpt_bar_fingerprints", FINGERPRINTS)
    add("rpt_restatements", restatements(connection, previous, is_simulated))
    add("rpt_validation_results", validation.rows)
    first, last = trade_date_span(connection)
    before = read_release(previous) if previous else None
    columns = {
        "release_id": release_id_of(run),
        "built_at_utc": run["completed_at_utc"],
        "is_simulated": is_simulated,
        "manifest_sha256": run["manifest_sha256"],
        "first_trade_date": first,
        "last_trade_date": last,
        "code_version": code_version(),
        "duckdb_version": connection.execute("select version()").fetchall()[0][0],
        "previous_release_id": before["release_id"] if before else None,
        "validation_verdict": validation.verdict,
    }
    seconds = {**seconds, "candidate": time.monotonic() - began}
    manifest = describe(columns, run, files, tables, seconds)
    write_described(connection, "rpt_release_tables", tables, is_simulated)
    release = Release(**columns, manifest=json.dumps(manifest))
    write_described(connection, "rpt_release", [asdict(release)], is_simulated)
    connection.commit()
    for attached in ("working", *(["previous"] if previous else [])):
        connection.execute(f"detach {attached}")
    connection.execute("checkpoint")
    return release, manifest


def refusal(validation: Validation, current: str | None) -> str:
    """Why the audit stops the release: every critical expectation that failed, and what readers have."""
    failed = [
        f"  {row['suite']}: {row['expectation']}"
        + (f" on {row['column_name']}" if row.get("column_name") else "")
        + f", observed {row['observed']}, expected {row['expected']}"
        + (f"\n    {row['what_to_do']}" if row.get("what_to_do") else "")
        for row in validation.rows
        if row["severity"] == "critical" and row["success"] is False
    ]
    stays = f"Release {current} stays before the readers." if current else "Nothing was published before."
    return "\n".join([f"Not published: validation refused the release. {stays}", *failed])


def roll_back(published: Path, release_id: str | None, *, wait: bool = True, say: Say = print) -> KeptRelease:
    """Put an earlier release before the readers again: the one named, or the last before the current one."""
    store = ReleaseStore(published)
    try:
        with store.only_publisher(wait, say):
            store.clean()
            store.adopt_published()
            return store.roll_back(release_id)
    except OSError as error:
        raise PublishError(f"Not rolled back, {published} cannot be written: {error}") from error


def explain(error: Exception, warehouse: Path) -> str:
    """What an error of DuckDB means here."""
    if "lock" in str(error):
        return f"A build is writing {warehouse}: try again when it has ended."
    return str(error)
