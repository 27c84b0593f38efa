"""Clients read a published file with the settings of docs/CONNECT.md: Python, SQLAlchemy, Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa
from conftest import PROJECT_ROOT
from sqlalchemy.pool import NullPool

NODE = PROJECT_ROOT / "tests/node"
FACT = "fct_realized_correlation_daily"
DAYS = (
    f"select trade_date, realized_correlation from marts.{FACT}"
    " where pair_id = 'ust' and realized_correlation is not null order by trade_date desc limit 3"
)


@pytest.fixture(scope="module")
def days(small_published: Path) -> list[tuple[Any, ...]]:
    """The latest three correlations, as Python's own client gives them."""
    with duckdb.connect(small_published, read_only=True) as connection:
        return connection.execute(DAYS).fetchall()


def comments(published: Path) -> dict[str, str]:
    """The comments of the fact's columns, as the file has them."""
    with duckdb.connect(published, read_only=True) as connection:
        return dict(
            connection.execute(
                "select column_name, comment from duckdb_columns() where table_name = ?", [FACT]
            ).fetchall()
        )


def test_python_reads_and_cannot_write(small_published: Path, days: list[tuple[Any, ...]]) -> None:
    assert len(days) == 3
    with duckdb.connect(small_published, read_only=True) as connection:
        frame = connection.sql(DAYS).df()
        assert list(frame["realized_correlation"]) == [day[1] for day in days]
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            connection.execute(f"delete from marts.{FACT}")


# SQLAlchemy, as BI tools connect.


@pytest.fixture(scope="module")
def engine(small_published: Path) -> Iterator[sa.Engine]:
    """The address of the guide, and no connection kept between queries."""
    made = sa.create_engine(f"duckdb:///{small_published}?access_mode=READ_ONLY", poolclass=NullPool)
    yield made
    made.dispose()


def test_sqlalchemy_reads_and_cannot_write(engine: sa.Engine, days: list[tuple[Any, ...]]) -> None:
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(sa.text(DAYS))] == days
        with pytest.raises(sa.exc.DBAPIError, match="read-only"):
            connection.execute(sa.text(f"delete from marts.{FACT}"))


def test_sqlalchemy_reflects_tables_columns_and_comments(engine: sa.Engine, small_published: Path) -> None:
    inspector = sa.inspect(engine)
    assert {"rpt_release", "rpt_event_study"} <= set(inspector.get_table_names(schema="reports"))
    columns = {column["name"]: column for column in inspector.get_columns(FACT, schema="marts")}
    assert isinstance(columns["trade_date"]["type"], sa.Date)
    assert isinstance(columns["realized_correlation"]["type"], sa.Float)
    assert {name: column["comment"] for name, column in columns.items()} == comments(small_published)
    assert inspector.get_table_comment(FACT, schema="marts")["text"].startswith("SIMULATED")
    # A reflected table makes queries.
    table = sa.Table(FACT, sa.MetaData(), schema="marts", autoload_with=engine)
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() > 100


def test_sqlalchemy_sees_a_new_release(small_published: Path, tmp_path: Path) -> None:
    path, coming = tmp_path / "published.duckdb", tmp_path / "next.duckdb"
    for copy in (path, coming):
        shutil.copy(small_published, copy)
    with duckdb.connect(coming) as connection:
        connection.execute("update reports.rpt_release set release_id = 'another'")
    engine = sa.create_engine(f"duckdb:///{path}?access_mode=READ_ONLY", poolclass=NullPool)
    release = sa.text("select release_id from reports.rpt_release")
    with engine.connect() as connection:
        assert connection.execute(release).scalar_one() != "another"
    coming.replace(path)
    with engine.connect() as connection:
        assert connection.execute(release).scalar_one() == "another"


# Node.


@pytest.fixture(scope="module")
def node() -> str:
    """Node.js, where DuckDB's client is installed beside the test."""
    found = shutil.which("node")
    if found is None or not (NODE / "node_modules/@duckdb/node-api").is_dir():
        reason = "DuckDB's Node client is not installed here: make bi-test installs it and runs this"
        if os.environ.get("STOCKBOND_REQUIRE_BI", "") not in ("", "0"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return found


def test_node_reads_and_cannot_write(node: str, small_published: Path, days: list[tuple[Any, ...]]) -> None:
    done = subprocess.run(
        [node, NODE / "read_published.mjs", small_published], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["release"][0]["is_simulated"] is True
    assert [(row["trade_date"], row["realized_correlation"]) for row in found["days"]] == [
        (day.isoformat(), correlation) for day, correlation in days
    ]
    assert {row["column_name"]: row["comment"] for row in found["comments"]} == comments(small_published)
    assert "read-only" in found["write"]


def test_node_client_is_locked_without_addresses() -> None:
    lock = json.loads((NODE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all("integrity" in entry and "resolved" not in entry for entry in packages.values())
    declared = json.loads((NODE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    # One version of DuckDB reads and writes the published file.
    assert declared["@duckdb/node-api"].partition("-")[0] == duckdb.__version__
