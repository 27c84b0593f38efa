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

    Returns the rows of rpt_release_tables: schema, table, number of rows and hash of each.
    """
    for schema in PUBLIC_SCHEMAS:
        connection.execute(f"create schema {schema}")
    copied = []
    for schema, table, create in connection.execute(
        "select schema_name, table_name, sql from duckdb_tables()"
        " where database_name = 'working' and list_contains($1, schema_name) order by all",
        [list(PUBLIC_SCHEMAS)],
    ).fetchall():
        connection.execute(create)
        copy_rows(connection, schema, table)
        copy_comments(connection, schema, table, is_simulated)
        n_rows, content_hash = fingerprint(connection, schema, table)
        copied.append(
            {"table_schema": schema, "table_name": table, "n_rows": n_rows, "content_hash": content_hash}
        )
    return copied


def fingerprint(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> tuple[int, str]:
    """Number of rows of a table, and one hash of their content whatever their order."""
    [(n_rows, content_hash)] = connection.execute(
        "select count(*), printf('%032x', coalesce(sum(cast(hash(content) as hugeint)), 0))"
        f" from {identifier(schema)}.{identifier(table)} as content"
    ).fetchall()
    return n_rows, content_hash


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
    elif values := [[row[name] for name in names] for row in content]:
        marks = ", ".join("?" for _ in names)
        connection.executemany(f"insert into reports.{identifier(table)} values ({marks})", values)
    comment_on_table(connection, "reports", table, described_tables()[table]["description"], is_simulated)
    comment_on_columns(
        connection, "reports", table, [(column["name"], column["description"]) for column in columns]
    )
