"""The same input gives the same tables: with one thread and with two, and on each Python supported."""

from __future__ import annotations

import json
import math
import os
import platform
from pathlib import Path

import duckdb
import numpy as np
import pytest
import yaml
from builds import PROJECT_ROOT, Build, run_dbt

from stockbond.releases.candidate import content_of
from stockbond.sql import identifier

FIGURES = PROJECT_ROOT / "tests/python/fixtures/small_figures.json"
WRITE = "STOCKBOND_WRITE_FIGURES"
# The log of runs says when each ran.
APART = ("build",)


def tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every table that dbt built."""
    return [
        (schema, table)
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        if schema not in APART
    ]


def contents(done: Build) -> dict[str, tuple[int, str]]:
    """Rows and hash of every table of a working file."""
    with duckdb.connect(done.warehouse, read_only=True) as connection:
        found = [content_of(connection, schema, table) for schema, table in tables(connection)]
    return {
        f"{row['table_schema']}.{row['table_name']}": (row["n_rows"], row["content_hash"]) for row in found
    }


@pytest.fixture(scope="module")
def two_threads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of two models at a time, each with one thread of DuckDB (ours: one at a time, with all threads)."""
    folder = tmp_path_factory.mktemp("two_threads")
    profile = yaml.safe_load((PROJECT_ROOT / "profiles.yml").read_text(encoding="utf-8"))
    output = profile["stockbond"]["outputs"]["local"]
    output["threads"], output["settings"]["threads"] = 2, 1
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def other_threads(small_build: Build, two_threads: Path) -> Build:
    """The small market built again on two threads. Tests change no table and are left out."""
    done = run_dbt(
        ["build", "--profiles-dir", str(two_threads), "--exclude-resource-type", "test", "unit_test"],
        small_build.data,
        two_threads / "warehouse.duckdb",
        as_of=small_build.as_of(),
    )
    assert done.exit_code == 0, done.log
    return done


def test_two_builds_agree_table_by_table_whatever_the_threads(
    small_build: Build, other_threads: Build
) -> None:
    assert "Concurrency: 2 threads" in other_threads.log
    ours, theirs = contents(small_build), contents(other_threads)
    assert len(ours) > 100
    assert {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)} == set()


def test_days_are_looked_at_by_two_models_at_once(other_threads: Build, two_threads: Path) -> None:
    """Where a table by day is kept, two models ask at the same moment what the days of a third one are."""
    for _ in range(3):
        done = run_dbt(
            ["run", "--profiles-dir", str(two_threads), "--select", "config.materialized:by_day"],
            other_threads.data,
            other_threads.warehouse,
            as_of=other_threads.as_of(),
        )
        assert done.exit_code == 0, done.log


def figures(done: Build) -> dict[str, dict[str, list[float]]]:
    """Of each column of doubles in the public and estimated tables, by table: the number of values, their sum
    under weights that follow their rows (so that no two changes cancel), and the sum of their sizes."""
    found: dict[str, dict[str, list[float]]] = {}
    with duckdb.connect(done.warehouse, read_only=True) as connection:
        for schema, table in tables(connection):
            if schema not in ("marts", "estimates", "reports"):
                continue
            rows = connection.execute(
                f"from {identifier(schema)}.{identifier(table)} order by all"
            ).fetchnumpy()
            for column, values in rows.items():
                if values.dtype != np.float64:
                    continue
                weights = 1 + (np.arange(len(values)) * 0.6180339887) % 1
                present = np.ma.masked_invalid(values)
                found.setdefault(f"{schema}.{table}", {})[column] = [
                    int(present.count()),
                    math.fsum((present * weights).compressed()),
                    math.fsum(abs(present).compressed()),
                ]
    return found


def test_figures_are_the_same_on_every_python(small_build: Build) -> None:
    """The file was written by Python 3.11; `make test PYTHON=python3.12` compares 3.12 with it."""
    ours = figures(small_build)
    if os.environ.get(WRITE):
        written = {"python": platform.python_version(), "figures": ours}
        FIGURES.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    known = json.loads(FIGURES.read_text(encoding="utf-8"))["figures"]
    again = f"if the tables were meant to change: {WRITE}=1 pytest {Path(__file__).name} writes the file anew"
    assert {table: sorted(columns) for table, columns in ours.items()} == {
        table: sorted(columns) for table, columns in known.items()
    }, again
    differ = [
        f"{table}.{column}: {found} instead of {known[table][column]}"
        for table, columns in ours.items()
        for column, found in columns.items()
        if found[0] != known[table][column][0]
        or abs(found[1] - known[table][column][1]) > 1e-12 * max(known[table][column][2], 1e-300)
    ]
    assert differ == [], again
