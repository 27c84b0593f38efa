"""A market to which things happen, and dbt on it, for every test of the bar path."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from arrivals import DAYS, ENDS, Market, build
from kept_dbt import KeptDbt
from preflighter import Preflight


@pytest.fixture(scope="module")
def start(parsed: tuple[Path, Any]) -> Callable[[int], tuple[Market, Preflight]]:
    """A market with two days, and dbt with an empty working file."""
    root, manifest = parsed

    def begin(seed: int) -> tuple[Market, Preflight]:
        shutil.rmtree(root, ignore_errors=True)
        Path(os.environ["STOCKBOND_WAREHOUSE"]).unlink(missing_ok=True)
        market = Market(root, np.random.default_rng(seed))
        for day in DAYS[:2]:
            market.day(day)
        return market, Preflight(root, manifest, [])

    return begin


@pytest.fixture(scope="module")
def kept(
    start: Callable[[int], tuple[Market, Preflight]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[KeptDbt, Path]:
    """dbt, started once, and a working file of the first two days."""
    market, preflight = start(1)
    build(market, preflight, ends=ENDS)
    folder = tmp_path_factory.mktemp("kept")
    dbt = KeptDbt(preflight.manifest, folder)
    return dbt, Path(shutil.copy(dbt.warehouse, folder / dbt.warehouse.name))
