"""Every public table is plain to a BI tool: days are DATE, percents say pct, types flat, all described."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from builds import Build

PLAIN_TYPES = {"BIGINT", "BOOLEAN", "DATE", "DOUBLE", "INTEGER", "TIMESTAMP", "VARCHAR"}
# Columns whose unit is per cent but whose name is a term of the paper's regressions and event studies (seeds
# regression_terms and table_columns), where the name is the key that joins; their comments state the unit.
NAMED_BY_THE_PAPER = {"d_spx_vol", "d_tyf_vol", "spx_vol", "ust_vol"}
UNIT_IS_PERCENT = re.compile(r"\bper ?cent (a year|points)|(, |\bin |^)per ?cent\b", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A column of a public table."""

    table: str
    name: str
    type: str
    comment: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name} {self.type}"


@pytest.fixture(scope="module")
def columns(small_build: Build) -> list[Column]:
    """All columns of the tables that are published: those of marts and reports, without views."""
    found = small_build.rows(
        "select schema_name || '.' || table_name, column_name, data_type, coalesce(c.comment, '')"
        " from duckdb_columns() as c join duckdb_tables() using (schema_name, table_name)"
        " where schema_name in ('marts', 'reports') order by all"
    )
    assert len(found) > 600
    return [Column(*row) for row in found]


def test_types_are_flat_and_few(columns: list[Column]) -> None:
    assert [str(column) for column in columns if column.type not in PLAIN_TYPES] == []


def test_days_are_dates_and_dates_are_named_so(columns: list[Column]) -> None:
    named = re.compile(r"(^|_)(date|on)(_point_in_time)?$")
    wrong = [str(column) for column in columns if (column.type == "DATE") != bool(named.search(column.name))]
    assert wrong == []


def test_times_are_utc_and_say_so(columns: list[Column]) -> None:
    wrong = [
        str(column) for column in columns if (column.type == "TIMESTAMP") != column.name.endswith("_at_utc")
    ]
    assert wrong == []


def test_percents_say_pct(columns: list[Column]) -> None:
    wrong = [
        str(column)
        for column in columns
        if column.type == "DOUBLE"
        and column.name not in NAMED_BY_THE_PAPER
        and bool(UNIT_IS_PERCENT.search(column.comment)) != column.name.endswith("_pct")
        and not is_long(column)
    ]
    assert wrong == []


def is_long(column: Column) -> bool:
    """The value of a long table has the unit of its row."""
    return column.table == "reports.rpt_table_cells" and column.name == "value"


# What a long report tells of each row, in the unit of the row.
OF_A_ROW = {"value", "estimate", "our_value", "mean_change", "mean_level"}


def test_a_long_report_tells_the_unit_of_each_row(columns: list[Column], small_build: Build) -> None:
    """And in every row."""
    reports = [column for column in columns if column.table.startswith("reports.")]
    long = {column.table for column in reports if column.name in OF_A_ROW}
    assert len(long) >= 12
    assert long - {column.table for column in reports if column.name == "unit"} == set()
    for table in sorted(long):
        assert small_build.rows(f"select count(*) from {table} where unit is null or unit = ''") == [(0,)]


def test_every_column_and_table_is_described(columns: list[Column], small_build: Build) -> None:
    assert [str(column) for column in columns if not column.comment.strip()] == []
    bare = small_build.rows(
        "select table_name from duckdb_tables()"
        " where schema_name in ('marts', 'reports') and coalesce(comment, '') = ''"
    )
    assert bare == []
