"""Publish: the public tables of the working file as a new file, put in place by one rename.

Readers open the published file whenever they like: no build ever locks it, one who holds the old file keeps
it, and a publication that is killed leaves nothing at the published path.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import PublishError
from stockbond.paths import project_root

if TYPE_CHECKING:
    import duckdb

PUBLIC_SCHEMAS = ("marts", "reports")
RELEASE_DESCRIPTION = Path("models/marts/reports/_release.yml")
SIMULATED = "SIMULATED"


@dataclass(frozen=True)
class Release:
    """The row of reports.rpt_release: field for field its columns."""

    release_id: str
    built_at_utc: datetime
    is_simulated: bool
    manifest_sha256: str | None
    first_trade_date: date | None
    last_trade_date: date | None
    code_version: str
    duckdb_version: str


def publish(warehouse: Path, published: Path) -> Release:
    """Publish the working file `warehouse` at `published` and return the release.

    Raises PublishError, and leaves `published` as it was, unless the last run on the working file was a whole
    build that succeeded.
    """
    import duckdb

    if not warehouse.is_file():
        raise PublishError(f"There is no working file {warehouse}: run `stockbond build` first.")
    if published.is_dir():
        raise PublishError(f"{published} is a folder; STOCKBOND_PUBLISHED must name a file.")
    candidate = published.with_name(f".{published.name}.candidate")
    try:
        published.parent.mkdir(parents=True, exist_ok=True)
        with only_publisher(published.parent):
            remove_database(candidate)
            try:
                with duckdb.connect(candidate) as connection:
                    release = write_candidate(connection, warehouse)
                put_in_place(candidate, published)
            finally:
                remove_database(candidate)
    except (duckdb.IOException, duckdb.TransactionException) as error:  # a full disk ends in either
        raise PublishError(f"Not published. {explain(error, warehouse)}") from error
    except OSError as error:
        raise PublishError(f"Not published, {published} cannot be written: {error}") from error
    return release


def write_candidate(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> Release:
    """Copy the public tables with their constraints and comments, and add the release."""
    connection.execute(f"attach {text(str(warehouse))} as working (read_only)")
    release = describe_release(connection)
    for schema in PUBLIC_SCHEMAS:
        connection.execute(f"create schema {schema}")
    for schema, table, create in connection.execute(
        "select schema_name, table_name, sql from duckdb_tables()"
        " where database_name = 'working' and list_contains($1, schema_name) order by all",
        [list(PUBLIC_SCHEMAS)],
    ).fetchall():
        connection.execute(create)
        copy_rows(connection, schema, table)
        copy_comments(connection, schema, table, release.is_simulated)
    write_release(connection, release)
    connection.execute("detach working")
    connection.execute("checkpoint")
    return release


def describe_release(connection: duckdb.DuckDBPyConnection) -> Release:
    """The release that the working file makes; refuses a file that is not one whole, successful build."""
    run = last_run(connection)
    built_at, is_whole_build, is_success = run["completed_at_utc"], run["is_whole_build"], run["is_success"]
    again = "Run `stockbond build`. The published file is as it was."
    if built_at is None:
        raise PublishError(f"Not published: the last build of the working file did not end. {again}")
    if not is_success:
        raise PublishError(f"Not published: the last build of the working file failed. {again}")
    if not is_whole_build:
        raise PublishError(
            f"Not published: the last run on the working file was only a part of the project. {again}"
        )
    first, last = trade_date_span(connection)
    return Release(
        release_id=f"{built_at:%Y%m%dT%H%M%SZ}-{run['invocation_id'][:8]}",
        built_at_utc=built_at,
        is_simulated=run["is_simulated"],
        manifest_sha256=run["manifest_sha256"],
        first_trade_date=first,
        last_trade_date=last,
        code_version=code_version(),
        duckdb_version=connection.execute("select version()").fetchall()[0][0],
    )


def last_run(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The latest row of the log that the build keeps in the working file."""
    import duckdb

    try:
        cursor = connection.execute("from working.build.runs order by started_at_utc desc limit 1")
    except duckdb.CatalogException as error:
        raise PublishError(
            "Not published: the working file was never built. Run `stockbond build`."
        ) from error
    names = [column[0] for column in cursor.description or []]
    row = cursor.fetchone()
    if row is None:
        raise PublishError("Not published: the working file was never built. Run `stockbond build`.")
    return dict(zip(names, row, strict=True))


def trade_date_span(connection: duckdb.DuckDBPyConnection) -> tuple[date | None, date | None]:
    """First and last day with bars; nothing where no bars were built."""
    import duckdb

    try:
        spans = connection.execute(
            "select min(trade_date), max(trade_date) from working.marts.fct_realized_correlation_daily"
        ).fetchall()
    except duckdb.CatalogException:
        return None, None
    return spans[0][0], spans[0][1]


def copy_rows(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> None:
    """Insert the rows in key order (all columns where there is no key): the same build, the same order."""
    keys = connection.execute(
        "select constraint_column_names from duckdb_constraints() where database_name = 'working'"
        " and schema_name = $1 and table_name = $2 and constraint_type = 'PRIMARY KEY'",
        [schema, table],
    ).fetchall()
    order = ", ".join(map(identifier, keys[0][0])) if keys else "all"
    name = f"{identifier(schema)}.{identifier(table)}"
    connection.execute(f"insert into {name} from working.{name} order by {order}")


def copy_comments(connection: duckdb.DuckDBPyConnection, schema: str, table: str, is_simulated: bool) -> None:
    """Issue the comments again: no copy keeps them. A simulated table says so in its first word."""
    where = "where database_name = 'working' and schema_name = $1 and table_name = $2"
    comments = connection.execute(f"select comment from duckdb_tables() {where}", [schema, table]).fetchall()
    columns = connection.execute(
        f"select column_name, comment from duckdb_columns() {where} order by column_index", [schema, table]
    ).fetchall()
    comment_on_table(connection, schema, table, comments[0][0] or "", is_simulated)
    comment_on_columns(connection, schema, table, columns)


def comment_on_table(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, comment: str, is_simulated: bool
) -> None:
    """Comment on one public table."""
    comment = f"{SIMULATED} - {comment}" if is_simulated else comment
    connection.execute(
        f"comment on table {identifier(schema)}.{identifier(table)} is {text(comment.strip())}"
    )


def comment_on_columns(
    connection: duckdb.DuckDBPyConnection, schema: str, table: str, comments: list[tuple[str, str | None]]
) -> None:
    """Comment on the columns of a table that have one."""
    for column, comment in comments:
        if comment:
            name = f"{identifier(schema)}.{identifier(table)}.{identifier(column)}"
            connection.execute(f"comment on column {name} is {text(comment.strip())}")


def write_release(connection: duckdb.DuckDBPyConnection, release: Release) -> None:
    """Write reports.rpt_release, described by the same YAML that shows it in dbt's documentation."""
    import yaml

    described = yaml.safe_load((project_root() / RELEASE_DESCRIPTION).read_text(encoding="utf-8"))
    table = described["sources"][0]["tables"][0]
    columns = table["columns"]
    types = ", ".join(f"{identifier(column['name'])} {column['data_type']}" for column in columns)
    connection.execute(f"create table reports.rpt_release ({types})")
    marks = ", ".join("?" for _ in columns)
    connection.execute(
        f"insert into reports.rpt_release values ({marks})",
        [getattr(release, column["name"]) for column in columns],
    )
    comment_on_table(connection, "reports", "rpt_release", table["description"], release.is_simulated)
    comment_on_columns(
        connection, "reports", "rpt_release", [(column["name"], column["description"]) for column in columns]
    )


def put_in_place(candidate: Path, published: Path) -> None:
    """Write the candidate to disk for good, then rename it onto the published path."""
    with candidate.open("rb") as file:
        os.fsync(file.fileno())
    # A write-ahead log beside the old file is not the new file's: DuckDB would try to replay it.
    published.with_name(f"{published.name}.wal").unlink(missing_ok=True)
    candidate.replace(published)
    folder = os.open(published.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def only_publisher(folder: Path) -> Iterator[None]:
    """Hold the folder while publishing; a second publication at the same time is refused."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PublishError(f"Not published: another publication into {folder} is under way.") from error
        yield
    finally:
        os.close(descriptor)


def remove_database(path: Path) -> None:
    """Remove a DuckDB file that nobody reads, with its write-ahead log."""
    for file in (path, path.with_name(f"{path.name}.wal")):
        file.unlink(missing_ok=True)


def explain(error: Exception, warehouse: Path) -> str:
    """What an IO error of DuckDB means here."""
    if "lock" in str(error):
        return f"A build is writing {warehouse}: publish when it has ended."
    return str(error)


def code_version() -> str:
    """The package's version and, in a git checkout, the commit ("+" after local changes)."""
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"],
            cwd=project_root(), capture_output=True, text=True, check=True, timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return version("stockbond")
    return f"{version('stockbond')} {described.stdout.strip()}"


def identifier(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text literal for SQL."""
    return "'" + value.replace("'", "''") + "'"
