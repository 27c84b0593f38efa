"""dbt on Spark and on DuckDB, on the same data root."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builds import PROJECT_ROOT
from two_engines import TwoEngines

MODELS = ("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")


def run_dbt(
    place: Path, data: Path, target: str, *words: str, vectors_from: str = "",
    cluster: Mapping[str, str] | None = None, **variables: Any,
) -> str:  # fmt: skip
    """What dbt says, on one of the two engines; fails the test with it where dbt fails. Spark is this machine's unless
    a cluster is given by what it sets in the environment."""
    environment = {
        **os.environ,
        "STOCKBOND_DATA": str(data),
        "STOCKBOND_WAREHOUSE": str(place / "working.duckdb"),
        "STOCKBOND_SPARK_WAREHOUSE": str(place / "spark"),
        "STOCKBOND_VECTORS_FROM": vectors_from,
        "STOCKBOND_SPARK_MASTER": "local[2]",
        "STOCKBOND_SPARK_PARTITIONS": "2",
        "DBT_TARGET_PATH": str(place / f"target-{target}"),
        "DBT_LOG_PATH": str(place / "logs"),
        **(cluster or {}),
    }
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *words, "--target", target]
    done = subprocess.run(
        [*command, "--vars", json.dumps(variables)],
        cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = [line for line in done.stdout.splitlines() if not re.match(r'\s+at |\{"ts"', line)]
        pytest.fail(f"dbt on {target} ended with {done.returncode}\n" + "\n".join(said[-60:]), pytrace=False)
    return done.stdout


def build(place: Path, data: Path, **variables: Any) -> TwoEngines:
    """The bar path of a data root on both engines."""
    run_dbt(place, data, "local", *MODELS, "--select", "+tag:bar_path", **variables)
    run_dbt(place, data, "spark", *MODELS, "--selector", "bar_path", **variables)
    return TwoEngines(place / "working.duckdb", place / "spark")
