"""Data roots that tests make, and dbt run on them in a process of its own."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from dbt_server import DbtServer

PROJECT_ROOT = Path(__file__).resolve().parents[3]

# What `small_root` holds that the simulator does not make.
SMALL_START, SMALL_END = date(2008, 10, 20), date(2009, 3, 31)
DAY_WITH_GAP = date(2009, 1, 14)  # TY has no bars for two hours
DAY_WITHOUT_BARS = date(2009, 1, 21)  # no instrument has any
DAY_OF_FLAT_USD = date(2009, 2, 4)  # USD does not move


@dataclass(frozen=True)
class Build:
    """A finished dbt run: its exit code, what it printed, and the working file it left."""

    exit_code: int
    log: str
    warehouse: Path
    data: Path

    def query(self, sql: str) -> pd.DataFrame:
        """The rows of a query on the working file."""
        with duckdb.connect(self.warehouse, read_only=True) as connection:
            return connection.execute(sql).df()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The same as plain tuples."""
        with duckdb.connect(self.warehouse, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def as_of(self) -> str:
        """The moment of New York that it speaks of: for another that is to have the same tables."""
        [(moment,)] = self.rows("select max(as_of) from build.runs")
        return str(moment)


def run_dbt(args: Sequence[str], data: Path, warehouse: Path, **variables: Any) -> Build:
    """Run dbt in a process of its own on a data root into a working file.

    `variables` are dbt vars. The caller looks at the exit code. Every run works in the same place, where the
    project is parsed once, and its file is moved where the caller wants it.
    """
    place = dbt_place()
    working = place / "warehouse.duckdb"
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    assert not (warehouse.parent / "made.pickle").exists(), "others read this file: run dbt on a copy"
    if warehouse.exists():
        shutil.move(warehouse, working)
    arguments = ["--no-use-colors", *args]
    if variables:
        arguments += ["--vars", json.dumps(variables)]
    log = place / "log"
    code = dbt_server().run(
        arguments, {**os.environ, **environment_of(place), "STOCKBOND_DATA": str(data)}, log
    )
    if working.exists():
        shutil.move(working, warehouse)
    return Build(code, log.read_text(encoding="utf-8"), warehouse, data)


@cache
def dbt_server() -> DbtServer:
    """What runs dbt for this process."""
    return DbtServer(PROJECT_ROOT, {**os.environ, **environment_of(dbt_place())})


def environment_of(place: Path) -> dict[str, str]:
    """Where dbt works."""
    return {
        "STOCKBOND_WAREHOUSE": str(place / "warehouse.duckdb"),
        "DBT_TARGET_PATH": str(place / "target"),
        "DBT_LOG_PATH": str(place / "logs"),
    }


@cache
def dbt_place() -> Path:
    """The folder in which every dbt run of the session works; removed at its end."""
    place = Path(tempfile.mkdtemp(prefix="stockbond-dbt-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def build(data: Path, warehouse: Path, with_unit_tests: bool = False) -> Build:
    """`dbt build` with every test of data; fails the calling test, with dbt's words, unless all of them pass.

    Unit tests read no data root: the small build alone runs them.
    """
    left_out = () if with_unit_tests else ("--exclude-resource-type", "unit_test")
    done = run_dbt(["build", *left_out], data, warehouse)
    if done.exit_code != 0:
        pytest.fail(f"dbt build on {data} ended with {done.exit_code}\n{done.log}", pytrace=False)
    return done


def write_manifest_again(root: Path) -> None:
    """Bring a simulated root's manifest up to date after a test changed its files."""
    path = root / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    files = sorted(
        file for part in ("bars", "series", "events") for file in (root / part).rglob("*") if file.is_file()
    )
    manifest["files"] = [
        {
            "path": file.relative_to(root).as_posix(),
            "size": file.stat().st_size,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
        for file in files
    ]
    path.write_text(json.dumps(manifest), encoding="utf-8")


def each(price: str) -> str:
    """Another value for each price of a bar, `@`, as `select * replace` takes them."""
    return ", ".join(f"{price.replace('@', name)} as {name}" for name in ("open", "high", "low", "close"))


def rewrite_file(path: Path, select: str) -> None:
    """Replace a Parquet or CSV file by a query on it, which names it `rows`; times are in UTC."""
    changed = path.with_suffix(".changed")
    reader, form = ("read_csv", "csv") if path.suffix == ".csv" else ("read_parquet", "parquet")
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(
            f"copy (with rows as (from {reader}('{path}')) {select}) to '{changed}' (format {form})"
        )
    changed.replace(path)


def make_small_root(folder: Path) -> Path:
    from stockbond_simulator import simulate

    root = folder / "data"
    simulate(root, SMALL_START, SMALL_END)
    files = sorted((root / "bars").rglob("*.parquet"))
    flat = f"(instrument = 'USD' and cast(bar_start_utc as date) = '{DAY_OF_FLAT_USD}')"
    price = f"case when {flat} then (select min(low) from rows where {flat}) else @ end"
    for path in files:
        rewrite_file(
            path,
            f"""
            select * replace ({each(price)})
            from rows
            where
                cast(bar_start_utc as date) != '{DAY_WITHOUT_BARS}'
                and not (
                    instrument = 'TY'
                    and bar_start_utc >= timestamp '{DAY_WITH_GAP} 15:00:00'
                    and bar_start_utc < timestamp '{DAY_WITH_GAP} 17:00:00'
                )
            """,
        )
    write_manifest_again(root)
    return root


def assemble_real_root(real_data: Path, root: Path, bars: bool = True, series: bool = True) -> Path:
    """A data root of the real samples: S&P 500 and 10-year note quotes of two days, and VIX."""
    if bars:
        shutil.copytree(real_data / "bars" / "oanda", root / "bars" / "oanda")
    if series:
        (root / "series" / "fred").mkdir(parents=True)
        shutil.copy(real_data / "fred" / "VIXCLS.csv", root / "series" / "fred")
    return root
