"""dbt in this process on a data root that a test spoils, with the project parsed once.

A case takes a moment. The fixtures are known to every test: conftest imports them.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

PROJECT_ROOT = Path(__file__).resolve().parents[3]
OANDA = "bars/oanda/SPX500_USD/2019/oanda-SPX500_USD-2019-8.csv"
CANONICAL = "bars/canonical/ES/ES-2019.parquet"
GOOD_HEADER = "time,close,high,low,open,volume"
GOOD_BARS = (
    "'ES' as instrument, null as contract, timestamp '2019-08-01 13:30:00' as bar_start_utc,"
    " 1 as bar_minutes, 1.5 as open, 1.5 as high, 1.5 as low, 1.5 as close, 10 as volume"
)


@dataclass
class Preflight:
    """A data root to spoil, and dbt to say what is wrong with it."""

    root: Path
    manifest: Any
    events: list[str]
    is_success: bool = False

    def write(self, path: str, content: str | bytes) -> Path:
        """Put a file into the root."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return settle(file)

    def write_bars(self, select: str = GOOD_BARS, path: str = CANONICAL) -> Path:
        """Put a Parquet file of one row into the root."""
        file = self.write(path, "")
        duckdb.connect().execute(f"copy (select {select}) to '{file}' (format parquet)")
        return settle(file)

    def run(self, *arguments: str, watch: Callable[[Any], None] = lambda event: None) -> str | None:
        """Run dbt; what stopped it, or None. Its words are in `events`; `watch` gets each event."""
        from dbt.cli.main import dbtRunner

        self.events.clear()

        def note(event: Any) -> None:
            if event.info.level != "debug":
                self.events.append(event.info.msg)

        runner = dbtRunner(manifest=self.manifest, callbacks=[note, watch])
        done = runner.invoke([*(arguments or ("seed", "--select", "instruments")), *PROJECT_FLAGS])
        self.is_success = done.success
        return None if done.exception is None else str(done.exception)

    def message(self) -> str:
        """What stops the run."""
        message = self.run()
        assert message is not None, "the preflight let the data root pass"
        return message


PROJECT_FLAGS = (
    "--quiet",
    "--no-partial-parse",
    "--project-dir",
    str(PROJECT_ROOT),
    "--profiles-dir",
    str(PROJECT_ROOT),
)


def compile_sql(manifest: Any, text: str) -> str:
    """The SQL that dbt makes of a text with macros, on the project as it was parsed."""
    from dbt.cli.main import dbtRunner

    done = dbtRunner(manifest=manifest).invoke(["compile", "--inline", text, *PROJECT_FLAGS])
    assert done.success, done.exception
    return str(done.result.results[0].node.compiled_code)


def settle(file: Path) -> Path:
    """Let a file look like one that came a minute ago: the preflight waits for those that are younger."""
    minute_ago = time.time() - 60
    os.utime(file, (minute_ago, minute_ago))
    return file


@pytest.fixture(scope="session")
def parsed_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Any]:
    """The project as it was parsed, once a session, and the environment of which its paths are."""
    base = tmp_path_factory.mktemp("preflight")
    values = {
        "STOCKBOND_DATA": str(base / "data"),
        "STOCKBOND_WAREHOUSE": str(base / "warehouse.duckdb"),
        "DBT_TARGET_PATH": str(base / "target"),
        "DBT_LOG_PATH": str(base / "logs"),
    }
    with environment(values):
        return values, parse()


@pytest.fixture(scope="module")
def parsed(parsed_once: tuple[dict[str, str], Any]) -> Iterator[tuple[Path, Any]]:
    """A data root's path with the project parsed for it; dbt's adapter is that of this project again."""
    values, manifest = parsed_once
    with environment(values):
        yield Path(values["STOCKBOND_DATA"]), parse(manifest)


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        yield


def parse(manifest: Any = None) -> Any:
    """dbt's manifest of the project: the one at hand, which takes a moment, or a new one."""
    from dbt.cli.main import dbtRunner

    done = dbtRunner(manifest=manifest).invoke(["parse", *PROJECT_FLAGS])
    assert done.success, done.exception
    return done.result


@pytest.fixture
def preflight(parsed: tuple[Path, Any]) -> Preflight:
    """An empty data root and dbt on it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    root, manifest = parsed
    # The adapter keeps its connection, and DuckDB the footers of files it has read.
    DuckDBConnectionManager.close_all_connections()
    shutil.rmtree(root, ignore_errors=True)
    Path(os.environ["STOCKBOND_WAREHOUSE"]).unlink(missing_ok=True)
    return Preflight(root, manifest, [])
