"""Publish: write the public tables as a candidate, audit it, and put it before the readers by one rename.

Readers open the published file whenever they like: no build ever locks it, one who holds the old file keeps
it, and a publication that is refused or killed leaves the release that was there.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import PublishError
from stockbond.releases.audit import Audit, Validation, validate
from stockbond.releases.candidate import Candidate, Release, last_run, release_id_of
from stockbond.releases.locks import Say
from stockbond.releases.shrinkage import pairs_in_words, pairs_that_shrank
from stockbond.releases.store import KEEP_DEFAULT, KeptRelease, ReleaseStore, remove_database
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
    accept_shrinkage: bool = False,
    inputs_hash: str | None = None,
) -> Release:
    """Publish the working file `warehouse` at `published`, keep the last `keep` releases, return the new one.

    Another publication under way is waited for; with `wait` false this one is refused (BusyError). Raises
    PublishError, and leaves `published` as it was, unless the last run on the working file was a whole build
    that succeeded, has the days of the release before (or `accept_shrinkage`), and `audit` lets it pass.
    `inputs_hash` is written down in the manifest: see `releases.unchanged`.
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
                return publish_alone(warehouse, store, keep, audit, accept_shrinkage, inputs_hash)
            finally:
                remove_database(store.candidate)
    except duckdb.Error as error:
        raise PublishError(f"Not published. {explain(error, warehouse)}") from error
    except OSError as error:
        raise PublishError(f"Not published, {published} cannot be written: {error}") from error


def publish_alone(
    warehouse: Path,
    store: ReleaseStore,
    keep: int,
    audit: Audit,
    accept_shrinkage: bool,
    inputs_hash: str | None,
) -> Release:
    """Audit, write and put in place, while nobody else publishes into the store.

    The tables are copied while the audit looks at them: the one keeps DuckDB at work, the other Python. Both
    see one state of the working file, which no build can write until the candidate is whole.
    """
    import duckdb

    store.kept()  # a release that somebody writes is an error before anything is done
    with duckdb.connect(store.candidate) as connection:
        attach(connection, warehouse, "working")
        run = last_run(connection)
        previous = store.previous_of(release_id_of(run))
        if previous is not None:
            attach(connection, previous, "previous")
            if not accept_shrinkage:
                refuse_shrinkage(connection, run)
        candidate = Candidate(connection, run, previous is not None, inputs_hash)
        with ThreadPoolExecutor(1) as beside:
            written = beside.submit(candidate.write_tables)
            began = time.monotonic()
            with connection.cursor() as looking:
                validation = audit(looking, previous is not None)
            audited = time.monotonic() - began
        if validation.is_refused:
            raise PublishError(refusal(validation, store.current_id()))
        written.result()
        release, manifest = candidate.complete(validation, audited)
    store.adopt_published()
    store.put_in_place(store.keep(release.release_id, manifest))
    store.prune(keep)
    return release


def attach(connection: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """Attach a file read-only: nobody can write it until it is detached."""
    connection.execute(f"attach {text(str(file))} as {name} (read_only)")


def refuse_shrinkage(connection: duckdb.DuckDBPyConnection, run: Mapping[str, Any]) -> None:
    """Raises PublishError where the working file lost days that the release before has."""
    if pairs := pairs_that_shrank(connection, run):
        raise PublishError(
            "Not published: days with a correlation are gone since the release before, of the same data root:"
            f" {pairs_in_words(pairs)}. That release stays before the readers. Look for files that are gone"
            " (`stockbond doctor`). If this is meant: `stockbond publish --accept-shrinkage`."
        )


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
