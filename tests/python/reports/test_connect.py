"""The published file as tools open it: Python, SQLAlchemy, Node; and the page of worked queries."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
import sqlalchemy
from builds import PROJECT_ROOT, Build

from stockbond.publish import publish

NODE = PROJECT_ROOT / "tests" / "node"
NODE_REQUIRED = "STOCKBOND_REQUIRE_NODE"
DAYS = "select count(*) as n from marts.fct_realized_correlation_daily"


@pytest.fixture(scope="module")
def published(small_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of the small simulated market."""
    path = tmp_path_factory.mktemp("published") / "stockbond.duckdb"
    publish(small_build.warehouse, path)
    return path


@pytest.fixture(scope="module")
def page() -> ModuleType:
    """tools/worked_queries.py as a module."""
    spec = importlib.util.spec_from_file_location("worked_queries", PROJECT_ROOT / "tools/worked_queries.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_python_reads_and_cannot_write(published: Path, small_build: Build) -> None:
    with duckdb.connect(published, read_only=True) as connection:
        assert connection.execute(DAYS).fetchall() == small_build.rows(DAYS)
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            connection.execute("create table marts.mine (i integer)")


def test_the_command_line_reads_and_cannot_write(published: Path, small_build: Build) -> None:
    """duckdb-cli, as the package index has it."""

    def ask(query: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "duckdb_cli", "-readonly", "-csv", str(published), query]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    read = ask(DAYS)
    assert read.returncode == 0, read.stderr
    assert read.stdout.split() == ["n", str(small_build.rows(DAYS)[0][0])]
    refused = ask("create table marts.mine (i integer)")
    assert refused.returncode == 1
    assert "read-only" in refused.stderr


def test_sqlalchemy_reads_reflects_and_cannot_write(published: Path, small_build: Build) -> None:
    engine = sqlalchemy.create_engine(f"duckdb:///{published}?access_mode=READ_ONLY")
    try:
        with engine.connect() as connection:
            assert connection.execute(sqlalchemy.text(DAYS)).scalar() == small_build.rows(DAYS)[0][0]
            with pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
                connection.execute(sqlalchemy.text("create table marts.mine (i integer)"))
        inspector = sqlalchemy.inspect(engine)
        assert "rpt_event_study" in inspector.get_table_names(schema="reports")
        comment = inspector.get_table_comment("rpt_event_study", schema="reports")["text"]
        assert comment is not None and comment.startswith("SIMULATED - One row per event set")
        columns = inspector.get_columns("rpt_event_study", schema="reports")
        t_stat = next(column for column in columns if column["name"] == "t_stat")
        assert isinstance(t_stat["type"], sqlalchemy.Double | sqlalchemy.Float)
        assert t_stat["comment"]
        # As the page says.
        with pytest.raises(sqlalchemy.exc.ProgrammingError, match="REGCLASS does not exist"):
            inspector.get_pk_constraint("rpt_event_study", schema="reports")
    finally:
        engine.dispose()


def test_node_reads_comments_and_cannot_write(published: Path, small_build: Build) -> None:
    if shutil.which("node") is None or not (NODE / "node_modules" / "@duckdb" / "node-api").is_dir():
        message = "the Node reader is not installed: make bi (needs node and npm)"
        if os.environ.get(NODE_REQUIRED):
            pytest.fail(message)
        pytest.skip(message)
    done = subprocess.run(
        ["node", "read.mjs", str(published)], cwd=NODE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["release"] == [{"is_simulated": True}]
    assert answer["days"] == [{"n": str(small_build.rows(DAYS)[0][0])}]
    assert answer["comments"][0]["comment"]
    assert "read-only" in answer["refused"]


def test_worked_queries_give_the_printed_columns(published: Path, page: ModuleType) -> None:
    """Ten queries at least, each with an answer of its columns, which says SIMULATED."""
    assert len(page.queries()) >= 10
    with duckdb.connect(published, read_only=True) as connection:
        for sql, printed in page.queries():
            now = page.answer(connection, sql).splitlines()
            assert printed.splitlines()[:4] == now[:4], sql
            assert now[0] == "SIMULATED"
