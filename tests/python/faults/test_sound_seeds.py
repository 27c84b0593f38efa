"""No false alarm: eighteen years of markets of other seeds, judged as built, are found sound.

STOCKBOND_SEEDS says of how many (make torture); levels and yields of many seeds are looked at in tests/python/simulate.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest
from planted_days import MEASURES, SUITES, failed

from stockbond.project import Project
from stockbond_simulator import simulate

N_SEEDS = int(os.environ.get("STOCKBOND_SEEDS", "0"))
TABLES = (
    "int_session_windows",
    *MEASURES[3:],
    "instrument_pairs",
    "fct_macro_daily",
    "fct_realized_correlation_daily",
)


@pytest.mark.parametrize("seed", range(1, N_SEEDS + 1))
def test_markets_of_other_seeds_are_found_sound(seed: int, tmp_path: Path) -> None:
    root = tmp_path / "data"
    simulate(root, seed=seed)
    with duckdb.connect(tmp_path / "sound.duckdb") as connection:
        connection.execute("set threads = 1")
        project = Project(connection, root, tmp_path)
        project.preflight()
        for name in TABLES:
            project.make(name)
        connection.execute(
            "create or replace table build.runs as select '09:30' as session_open, now() as started_at_utc"
        )
        assert failed(connection, (*SUITES, "correlations")) == {}
