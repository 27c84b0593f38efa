"""How a relation comes into its place in the working file: whole, with its descriptions, or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from support.builds import Build, run_dbt

TABLE, VIEW, IN_PYTHON = (
    "marts.dim_reasons",
    "staging.stg_fred__observations",
    "estimates.est_convenience_yield",
)
ANOTHER_KIND = {
    TABLE: f"drop table {TABLE}; create view {TABLE} as select 1 as one",
    VIEW: f"drop view {VIEW}; create table {VIEW} as select 1 as one",
    # What a run leaves that is killed before its table is in place.
    IN_PYTHON: f"create table {IN_PYTHON}__dbt_tmp as select 1 as one",
}
BROKEN_INPUT = {
    TABLE: "create or replace table seeds.reasons as select 'a' as reason",
    IN_PYTHON: "create or replace table marts.fct_sample_days as select 'a' as sample",
}
RELATIONS = """
    select schema_name || '.' || table_name as name, 'table' as kind, comment from duckdb_tables()
    union all
    select schema_name || '.' || view_name, 'view', comment from duckdb_views() where not internal
"""
COLUMNS = "select column_name, data_type, comment from duckdb_columns() where table_name = '{}' order by all"


def changed(build: Build, folder: Path, statement: str) -> Path:
    """A copy of the working file in which something is another."""
    copy = folder / "warehouse.duckdb"
    shutil.copy(build.warehouse, copy)
    with duckdb.connect(copy) as connection:
        connection.execute(statement)
    return copy


def run(build: Build, copy: Path, name: str) -> Build:
    return run_dbt(["run", "--select", name.split(".")[1]], build.data, copy)


@pytest.mark.parametrize("name", ANOTHER_KIND)
def test_a_relation_takes_the_place_of_whatever_was_there(
    small_build: Build, tmp_path: Path, name: str
) -> None:
    """Of its own kind again, with all comments, and nothing else is left."""
    done = run(small_build, changed(small_build, tmp_path, ANOTHER_KIND[name]), name)
    assert done.exit_code == 0, done.log
    assert sorted(done.rows(RELATIONS)) == sorted(small_build.rows(RELATIONS))
    for query in (COLUMNS.format(name.split(".")[1]), f"select * from {name} order by all"):
        assert done.rows(query) == small_build.rows(query) != []
    assert all(comment for *_, comment in done.rows(COLUMNS.format(name.split(".")[1])))


@pytest.mark.parametrize("name", BROKEN_INPUT)
def test_a_model_that_fails_leaves_the_table_before(small_build: Build, tmp_path: Path, name: str) -> None:
    done = run(small_build, changed(small_build, tmp_path, BROKEN_INPUT[name]), name)
    assert done.exit_code == 1, done.log
    rows = f"select * from {name} order by all"
    assert done.rows(rows) == small_build.rows(rows) != []
