"""The candidate: the public tables of the working file in a new one, and the tables that publish adds."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import PublishError
from stockbond.paths import project_root
from stockbond.releases.audit import Validation
from stockbond.releases.manifest import CONVENTIONS_VERSION, code_version, describe, input_files
from stockbond.releases.restatements import FINGERPRINTS, restatements
from stockbond.sql import identifier, rows, text

if TYPE_CHECKING:
    import duckdb

PUBLIC_SCHEMAS = ("marts", "reports")
RELEASE_DESCRIPTION = Path("models/reports/published/_published__release.yml")
SIMULATED = "SIMULATED"


@dataclass(frozen=True)
class Release:
    """The row of reports.rpt_release: field for field its columns."""

    release_id: str
    built_at_utc: datetime
    as_of: datetime | None
    is_simulated: bool
    manifest_sha256: str | None
    first_trade_date: date | None
    last_trade_date: date | None
    session_open: str | None
    session_close: str | None
    interval_minutes: int | None
    conventions_version: int
    code_version: str
    duckdb_version: str
    previous_release_id: str | None
    validation_verdict: str
    manifest: str

    @property
    def seconds(self) -> dict[str, float]:
        """What took how long: build, validation, candidate."""
        seconds: dict[str, float] = json.loads(self.manifest)["seconds"]
        return seconds


class Candidate:
    """The file of a release while it is written, in one transaction: a thousand statements would each wait
    for the disk.

    The connection has the working file attached as `working` and, if there is one, the release before as
    `previous`.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        run: Mapping[str, Any],
        has_previous: bool,
        inputs_hash: str | None = None,
    ) -> None:
        self.connection = connection
        self.run = run
        self.has_previous = has_previous
        self.inputs_hash = inputs_hash
        self.is_simulated: bool = run["is_simulated"]
        self.tables: list[dict[str, Any]] = []  # the rows of rpt_release_tables
        self.files: list[dict[str, Any]] = []
        self.seconds = 0.0

    def write_tables(self) -> None:
        """What does not wait for the audit: the tables that dbt built, the files, and the restated days."""
        began = time.monotonic()
        self.connection.begin()
        self.tables = copy_public_tables(self.connection, self.is_simulated)
        self.files = input_files(self.connection, self.run)
        self.add("rpt_release_files", self.files)
        self.add("rpt_bar_fingerprints", FINGERPRINTS)
        self.add("rpt_restatements", restatements(self.connection, self.has_previous, self.is_simulated))
        self.seconds += time.monotonic() - began

    def complete(self, validation: Validation, audited: float) -> tuple[Release, dict[str, Any]]:
        """Write what the audit found (in so many seconds), and the release. Returns it and its manifest."""
        began = time.monotonic()
        self.add("rpt_validation_results", validation.rows)
        first, last = trade_date_span(self.connection)
        columns = {
            "release_id": release_id_of(self.run),
            "built_at_utc": self.run["completed_at_utc"],
            "as_of": self.run.get("as_of"),
            "is_simulated": self.is_simulated,
            "manifest_sha256": self.run["manifest_sha256"],
            "first_trade_date": first,
            "last_trade_date": last,
            **{name: self.run[name] for name in ("session_open", "session_close", "interval_minutes")},
            "conventions_version": CONVENTIONS_VERSION,
            "code_version": code_version(),
            "duckdb_version": self.connection.execute("select version()").fetchall()[0][0],
            "previous_release_id": self.previous_release_id(),
            "validation_verdict": validation.verdict,
        }
        seconds = {"validation": audited, "candidate": self.seconds + time.monotonic() - began}
        inputs = {"inputs_hash": self.inputs_hash}
        manifest = describe({**columns, **inputs}, self.run, self.files, self.tables, seconds)
        write_described(self.connection, "rpt_release_tables", self.tables, self.is_simulated)
        release = Release(**columns, manifest=json.dumps(manifest))
        write_described(self.connection, "rpt_release", [asdict(release)], self.is_simulated)
        self.connection.commit()
        for attached in ("working", *(["previous"] if self.has_previous else [])):
            self.connection.execute(f"detach {attached}")
        self.connection.execute("checkpoint")
        return release, manifest

    def previous_release_id(self) -> str | None:
        """The release before; None where there is none."""
        if not self.has_previous:
            return None
        before: str = rows(self.connection, "from previous.reports.rpt_release")[0]["release_id"]
        return before

    def add(self, table: str, content: str | Iterable[Mapping[str, Any]]) -> None:
        """Write a table that publish adds, and note what it holds."""
        write_described(self.connection, table, content, self.is_simulated)
        self.tables.append(content_of(self.connection, "reports", table))


def last_run(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The latest row of the log that the build keeps in the working file.

    Raises PublishError unless that run was one whole build that succeeded.
    """
    import duckdb

    again = "Run `stockbond build`. The published file is as it was."
    try:
        runs = rows(connection, "from working.build.runs order by started_at_utc desc limit 1")
    except duckdb.CatalogException:
        runs = []
    if not runs:
        raise PublishError("Not published: the working file was never built. Run `stockbond build`.")
    [run] = runs
    if run["completed_at_utc"] is None:
        raise PublishError(f"Not published: the last build of the working file did not end. {again}")
    if not run["is_success"]:
        raise PublishError(f"Not published: the last build of the working file failed. {again}")
    if not run["is_whole_build"]:
        raise PublishError(
            f"Not published: the last run on the working file was only a part of the project. {again}"
        )
    return run


def release_id_of(run: Mapping[str, Any]) -> str:
    """The name of the release that a run makes: when its build ended, and the start of its invocation id."""
    return f"{run['completed_at_utc']:%Y%m%dT%H%M%SZ}-{run['invocation_id'][:8]}"


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


def copy_public_tables(connection: duckdb.DuckDBPyConnection, is_simulated: bool) -> list[dict[str, Any]]:
    """Copy the public tables of the attached `working` file with their constraints and comments.

    Rows go in the order of all columns, whose first are the keys: the same build, the same order. No copy
    keeps comments, so they are issued again. Returns the rows of rpt_release_tables: schema, table, number of
    rows and hash of each.
    """
    public = f"database_name = 'working' and schema_name in ({', '.join(map(text, PUBLIC_SCHEMAS))})"
    columns: dict[tuple[str, str], list[tuple[str, str | None]]] = {}
    for row in rows(connection, f"from duckdb_columns() where {public} order by column_index"):
        of_table = columns.setdefault((row["schema_name"], row["table_name"]), [])
        of_table.append((row["column_name"], row["comment"]))
    for schema in PUBLIC_SCHEMAS:
        connection.execute(f"create schema {schema}")
    copied = []
    for row in rows(connection, f"from duckdb_tables() where {public} order by schema_name, table_name"):
        schema, table = row["schema_name"], row["table_name"]
        name = f"{identifier(schema)}.{identifier(table)}"
        connection.execute(row["sql"])
        connection.execute(f"insert into {name} from working.{name} order by all")
        comment_on(connection, schema, table, row["comment"] or "", columns[schema, table], is_simulated)
        copied.append(content_of(connection, schema, table))
    return copied


def content_of(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> dict[str, Any]:
    """The row of rpt_release_tables of one table: its rows, and one hash of them whatever their order."""
    [content] = rows(
        connection,
        "select count(*) as n_rows,"
        " printf('%032x', coalesce(sum(cast(hash(content) as hugeint)), 0)) as content_hash"
        f" from {identifier(schema)}.{identifier(table)} as content",
    )
    return {"table_schema": schema, "table_name": table, **content}


def comment_on(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    table: str,
    comment: str,
    columns: Iterable[tuple[str, str | None]],
    is_simulated: bool,
) -> None:
    """Comment on a public table and those of its columns that have one. A simulated table says so first."""
    name = f"{identifier(schema)}.{identifier(table)}"
    comment = f"{SIMULATED} - {comment}" if is_simulated else comment
    statements = [f"comment on table {name} is {text(comment.strip())}"]
    statements += [
        f"comment on column {name}.{identifier(column)} is {text(about.strip())}"
        for column, about in columns
        if about
    ]
    connection.execute("; ".join(statements))


@cache
def described_tables() -> dict[str, dict[str, Any]]:
    """The tables that publish adds, by name: columns, types and descriptions, from the project's YAML."""
    import yaml

    described = yaml.safe_load((project_root() / RELEASE_DESCRIPTION).read_text(encoding="utf-8"))
    return {table["name"]: table for table in described["sources"][0]["tables"]}


def write_described(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    content: str | Iterable[Mapping[str, Any]],
    is_simulated: bool,
) -> None:
    """Write reports.`table` as the YAML describes it, from a query or from rows (one mapping a row)."""
    columns = described_tables()[table]["columns"]
    names = [column["name"] for column in columns]
    types = ", ".join(f"{identifier(column['name'])} {column['data_type']}" for column in columns)
    connection.execute(f"create table reports.{identifier(table)} ({types})")
    if isinstance(content, str):
        connection.execute(f"insert into reports.{identifier(table)} by name {content}")
    elif values := [[row.get(name) for name in names] for row in content]:
        marks = ", ".join("?" for _ in names)
        connection.executemany(f"insert into reports.{identifier(table)} values ({marks})", values)
    described = [(column["name"], column["description"]) for column in columns]
    comment_on(
        connection, "reports", table, described_tables()[table]["description"], described, is_simulated
    )
