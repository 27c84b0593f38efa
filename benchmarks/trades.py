"""A month of trades of two instruments through the product's SQL, under a limit of memory that they do not fit in."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.market import FULL_DAY, PRE_OPEN_MINUTES, TICK, Size, full_sessions
from benchmarks.product import CORRELATIONS
from stockbond.project import Project

LEGS = ("ES", "TY")
DAYS = 21  # a month
TRADES_A_DAY = {"tiny": 2_000, "S": 1_000_000}  # of each leg
MEMORY_LIMIT = "1GB"
WITH_TRADES = "trades"


def day_of_trades(leg: str, opens_at: int, n_trades: int, seed: list[int]) -> pa.Table:
    """A day's trades of a leg: a random walk on ticks, at random microseconds from five minutes before the open."""
    random = np.random.default_rng(seed)
    start = (int(opens_at) - PRE_OPEN_MINUTES) * 60_000_000
    at = np.sort(random.integers(0, FULL_DAY * 60_000_000, n_trades)) + start
    steps = random.integers(-1, 2, n_trades)
    return pa.table(
        {
            "instrument": pa.array(np.full(n_trades, leg)),
            "contract": pa.array(np.full(n_trades, f"{leg}H04")),
            "ts_event_utc": pa.array(at.astype("datetime64[us]")),
            "price": pa.array((100 / TICK + np.cumsum(steps)) * TICK),
            "size": pa.array(random.integers(1, 50, n_trades)),
        }
    )


def with_trades(root: Path, size: Size) -> Path:
    """The data root of trades beside a market, a file a leg and day; made once."""
    n_trades, other = TRADES_A_DAY[size.name], root.with_name(WITH_TRADES)
    made = other / f"{DAYS}_days_of_{n_trades}"
    if not made.exists():
        shutil.rmtree(other, ignore_errors=True)
        for number, leg in enumerate(LEGS):
            folder = other / "trades" / "canonical" / leg
            folder.mkdir(parents=True)
            for day, opens_at in enumerate(full_sessions(DAYS)):
                table = day_of_trades(leg, opens_at, n_trades, [size.seed, number, day])
                pq.write_table(table, folder / f"{day:02d}.parquet", compression="zstd")
        made.touch()
    return other


def run_trades(root: Path, _product: object) -> Callable[[], Any]:
    """From the files to the daily correlations in one process; what does not fit into the memory is written aside."""

    def run() -> Any:
        with TemporaryDirectory() as folder, duckdb.connect() as connection:
            connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
            connection.execute("set temp_directory = $folder", {"folder": folder})
            project = Project(connection, root.with_name(WITH_TRADES), Path(folder))
            project.preflight()
            found = connection.execute(
                f"from {project.make(CORRELATIONS)} where realized_correlation is not null"
            ).to_arrow_table()
        if found.num_rows != DAYS:
            raise RuntimeError(f"found {found.num_rows} correlations of trades, expected {DAYS}")
        return found

    return run
