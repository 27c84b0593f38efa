"""Data roots and builds that tests share, and the count of tests that ran on real data.

A build takes a while, so the fixtures that build are made once a session. A test that asks for `real_data`,
directly or through another fixture, is skipped with a reason where the real sample files are not there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from browser import browser, page  # noqa: F401  # a real browser for pages
from builds import PROJECT_ROOT, Build, assemble_real_root, build, make_small_root
from fetcher import fetch, flushed, publishers, server  # noqa: F401  # fixtures of the downloads
from preflighter import parsed, parsed_once, preflight  # noqa: F401  # dbt's preflight, case by case
from releasing import light  # noqa: F401  # a working file that is quick to publish
from sharing import made_once

from stockbond.build import NOT_WRITTEN

# First, so that no process waits at the end for a long file of the other. One process makes the shared builds for
# the judged days while the other is at files that need none.
LONG_FILES = (
    "test_judged_days", "test_planted_files", "test_ten_mornings", "test_sessions", "test_bars", "test_cli",
    "test_validation", "test_torture", "test_incremental", "test_build_small", "test_report", "test_stopping",
    "test_contracts",
    "test_event_study_real", "test_hostile_folder", "test_how_to", "test_other_session", "test_series_files",
    "test_series_formats", "test_partial_roots", "test_faults", "test_logs", "test_publish",
    "test_explorer_browser", "test_explorer_page", "test_benchmarks", "test_regression_marts",
)  # fmt: skip
REAL_DATA_REQUIRED = "STOCKBOND_REQUIRE_REAL_DATA"


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


@pytest.fixture(scope="session")
def default_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulated market that `make demo` makes."""

    def make(folder: Path) -> Path:
        from stockbond_simulator import simulate

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
    """`dbt build` of the small simulated market, every data test and every unit test passed."""

    def make(folder: Path) -> Build:
        return build(small_root, folder / "warehouse.duckdb", with_unit_tests=True)

    return made_once(tmp_path_factory, "small_build", make)


@pytest.fixture(scope="session")
def small_published(small_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of the small simulated market; tests that change it copy it first."""
    from stockbond.publish import publish

    def make(folder: Path) -> Path:
        publish(small_build.warehouse, folder / "stockbond.duckdb")
        return folder / "stockbond.duckdb"

    return made_once(tmp_path_factory, "small_published", make)


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
    """Declare the marker that real-data tests get; dbt writes nothing that only a test of that reads."""
    for name, value in NOT_WRITTEN.items():
        os.environ.setdefault(name, value)
    config.addinivalue_line("markers", "real_data: reads the real sample files (set by fixture usage)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that uses `real_data`, directly or through another fixture; long files come first."""
    items.sort(key=lambda item: LONG_FILES.index(item.path.stem) if item.path.stem in LONG_FILES else 99)
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
