"""The candidate: the public tables of the working file in a new one, and the tables that publish adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import PublishError
from stockbond.paths import project_root
from stockbond.sql import identifier, rows, text

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
    previous_release_id: str | None
    validation_verdict: str
    manifest: str


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

    Rows go in key order, by all columns where there is no key: the same build, the same order. No copy keeps
    comments, so they are issued again. Returns the rows of rpt_release_tables: schema, table, number of rows
    and hash of each.
    """
    public = f"database_name = 'working' and schema_name in ({', '.join(map(text, PUBLIC_SCHEMAS))})"
    keys = {
        (row["schema_name"], row["table_name"]): row["constraint_column_names"]
        for row in rows(
            connection, f"from duckdb_constraints() where {public} and constraint_type = 'PRIMARY KEY'"
        )
    }
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
        order = ", ".join(map(identifier, keys.get((schema, table), []))) or "all"
        connection.execute(row["sql"])
        connection.execute(f"insert into {name} from working.{name} order by {order}")
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
