"""Data roots and builds that tests share, and the count of tests that ran on real data.

A build takes a while, so the fixtures that build are made once a session. A test that asks for `real_data`,
directly or through another fixture, is skipped with a reason where the real sample files are not there.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import shutil
import subprocess
import sys
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
from browser import browser, page  # noqa: F401  # a real browser for pages
from fetcher import fetch, flushed, publishers, server  # noqa: F401  # fixtures of the downloads
from preflighter import parsed, preflight  # noqa: F401  # dbt's preflight, case by case
from sharing import made_once

PROJECT_ROOT = Path(__file__).resolve().parents[2]
REAL_DATA_REQUIRED = "STOCKBOND_REQUIRE_REAL_DATA"

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


def run_dbt(args: Sequence[str], data: Path, warehouse: Path, **variables: Any) -> Build:
    """Run dbt in its own process on a data root into a working file.

    `variables` are dbt vars. The caller looks at the exit code. Every run works in the same place and its
    file is moved where the caller wants it: dbt parses the project anew for each path in its profile.
    """
    place = dbt_place()
    working = place / "warehouse.duckdb"
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    if warehouse.exists():
        shutil.move(warehouse, working)
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *args]
    if variables:
        command += ["--vars", json.dumps(variables)]
    environment = {
        **os.environ,
        "STOCKBOND_DATA": str(data),
        "STOCKBOND_WAREHOUSE": str(working),
        "DBT_TARGET_PATH": str(place / "target"),
        "DBT_LOG_PATH": str(place / "logs"),
    }
    done = subprocess.run(
        command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if working.exists():
        shutil.move(working, warehouse)
    return Build(done.returncode, done.stdout + done.stderr, warehouse, data)


@cache
def dbt_place() -> Path:
    """The folder in which every dbt run of the session works; removed at its end."""
    place = Path(tempfile.mkdtemp(prefix="stockbond-dbt-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def build(data: Path, warehouse: Path, **variables: Any) -> Build:
    """`dbt build` with every test; fails the calling test, with dbt's words, unless all of them pass."""
    done = run_dbt(["build"], data, warehouse, **variables)
    if done.exit_code != 0:
        pytest.fail(f"dbt build on {data} ended with {done.exit_code}\n{done.log}", pytrace=False)
    return done


def write_manifest_again(root: Path) -> None:
    """Bring a simulated root's manifest up to date after a test changed its files."""
    path = root / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    files = sorted(file for part in ("bars", "series") for file in (root / part).rglob("*") if file.is_file())
    manifest["files"] = [
        {
            "path": file.relative_to(root).as_posix(),
            "size": file.stat().st_size,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
        for file in files
    ]
    path.write_text(json.dumps(manifest), encoding="utf-8")


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


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of dbt_project.yml."""
    return PROJECT_ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real sample files: STOCKBOND_REAL_DATA, or shared/real beside the project."""
    named = os.environ.get("STOCKBOND_REAL_DATA")
    folder = Path(named) if named else PROJECT_ROOT.parent / "shared" / "real"
    if not folder.is_dir():
        pytest.skip(f"no real sample files: {folder} is not there (STOCKBOND_REAL_DATA names their folder)")
    return folder


@pytest.fixture(scope="session")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated market of five months: both DST changes, half days and rolls, with a gap planted, a day
    without bars and a day on which one leg does not move."""
    return made_once(tmp_path_factory, "small", make_small_root)


def make_small_root(folder: Path) -> Path:
    from stockbond.simulate import simulate

    root = folder / "data"
    simulate(root, SMALL_START, SMALL_END)
    files = sorted((root / "bars").rglob("*.parquet"))
    flat = f"(instrument = 'USD' and cast(bar_start_utc as date) = '{DAY_OF_FLAT_USD}')"
    price = f"case when {flat} then (select min(low) from rows where {flat}) else {{0}} end as {{0}}"
    for path in files:
        rewrite_file(
            path,
            f"""
            select * replace ({", ".join(price.format(name) for name in ("open", "high", "low", "close"))})
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


@pytest.fixture(scope="session")
def default_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulated market that `make demo` makes."""

    def make(folder: Path) -> Path:
        from stockbond.simulate import simulate

        simulate(folder / "data")
        return folder / "data"

    return made_once(tmp_path_factory, "default", make)


@pytest.fixture(scope="session")
def default_build(default_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """`dbt build` of the default market, every data test passed."""
    return made_once(
        tmp_path_factory, "default_build", lambda folder: build(default_root, folder / "warehouse.duckdb")
    )


@pytest.fixture(scope="session")
def small_build(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """`dbt build` of the small simulated market, every data test passed."""
    return made_once(
        tmp_path_factory, "small_build", lambda folder: build(small_root, folder / "warehouse.duckdb")
    )


@pytest.fixture(scope="session")
def small_published(small_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of the small simulated market; tests that change it copy it first."""
    from stockbond.publish import publish

    def make(folder: Path) -> Path:
        publish(small_build.warehouse, folder / "stockbond.duckdb")
        return folder / "stockbond.duckdb"

    return made_once(tmp_path_factory, "small_published", make)


def assemble_real_root(real_data: Path, root: Path, bars: bool = True, series: bool = True) -> Path:
    """A data root of the real samples: S&P 500 and 10-year note quotes of two days, and VIX."""
    if bars:
        shutil.copytree(real_data / "bars" / "oanda", root / "bars" / "oanda")
    if series:
        (root / "series" / "fred").mkdir(parents=True)
        shutil.copy(real_data / "fred" / "VIXCLS.csv", root / "series" / "fred")
    return root


@pytest.fixture(scope="session")
def real_root(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root of real bars and the real VIX, nothing else."""
    return made_once(tmp_path_factory, "real", lambda folder: assemble_real_root(real_data, folder / "data"))


@pytest.fixture(scope="session")
def real_build(real_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """`dbt build` of the real root, every data test passed."""
    return made_once(
        tmp_path_factory, "real_build", lambda folder: build(real_root, folder / "warehouse.duckdb")
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that real-data tests get."""
    config.addinivalue_line("markers", "real_data: reads the real sample files (set by fixture usage)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that uses `real_data`, directly or through another fixture."""
    for item in items:
        if "real_data" in getattr(item, "fixturenames", ()):
            item.add_marker("real_data")


def count_real_data(reporter: Any) -> tuple[int, int, set[str]]:
    """Real-data tests that ran and that were skipped, and why."""
    counts = {"passed": 0, "failed": 0, "error": 0, "skipped": 0}
    reasons: set[str] = set()
    for outcome in counts:
        for report in reporter.stats.get(outcome, []):
            if "real_data" in getattr(report, "keywords", {}):
                counts[outcome] += 1
                if outcome == "skipped" and isinstance(report.longrepr, tuple):
                    reasons.add(report.longrepr[2].removeprefix("Skipped: "))
    return counts["passed"] + counts["failed"] + counts["error"], counts["skipped"], reasons


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many real-data tests ran: a machine without the files must not pass for one with them."""
    ran, skipped, reasons = count_real_data(terminalreporter)
    line = f"real-data tests: {ran} ran, {skipped} skipped"
    if reasons:
        line += f" ({'; '.join(sorted(reasons))})"
    terminalreporter.write_line("")
    terminalreporter.write_line(line, bold=True)
    if real_data_missing(terminalreporter):
        terminalreporter.write_line(f"{REAL_DATA_REQUIRED} is set, but no real-data test ran.", red=True)


def real_data_missing(reporter: Any) -> bool:
    """Must real-data tests run, and did none?"""
    return os.environ.get(REAL_DATA_REQUIRED, "") not in ("", "0") and count_real_data(reporter)[0] == 0


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where real data are required, a run without them is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.OK and reporter is not None and real_data_missing(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
