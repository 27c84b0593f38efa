"""The bar path on Spark gives DuckDB's tables: keys, reasons and texts exactly, numbers to the twelfth digit.

It runs, and does not only parse: an index past the end of a list passes EXPLAIN and fails when it is read.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from builds import PROJECT_ROOT
from two_engines import KEYS, TwoEngines

REQUIRED = "STOCKBOND_REQUIRE_SPARK"


def missing() -> str:
    """What Spark lacks here; nothing where it can run."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("dbt.adapters.spark") is None:
        return "pyspark and dbt-spark are not installed (stockbond[spark])"
    return "" if shutil.which("java") or os.environ.get("JAVA_HOME") else "there is no Java"


@pytest.fixture(scope="module", autouse=True)
def _there_is_spark() -> None:
    if lacking := missing():
        assert not os.environ.get(REQUIRED), lacking
        pytest.skip(f"{lacking}: `make spark-test` sets it up")


def run_dbt(place: Path, data: Path, target: str, *words: str, **variables: Any) -> None:
    """dbt of this environment on one of the two engines; fails the test, with dbt's words, where it fails."""
    environment = {
        **os.environ,
        "STOCKBOND_DATA": str(data),
        "STOCKBOND_WAREHOUSE": str(place / "working.duckdb"),
        "STOCKBOND_SPARK_WAREHOUSE": str(place / "spark"),
        "STOCKBOND_SPARK_METASTORE": str(place / "metastore"),
        "STOCKBOND_SPARK_MASTER": "local[2]",
        "STOCKBOND_SPARK_PARTITIONS": "2",
        "DBT_TARGET_PATH": str(place / f"target-{target}"),
        "DBT_LOG_PATH": str(place / "logs"),
    }
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *words, "--target", target]
    done = subprocess.run(
        [*command, "--vars", json.dumps(variables)],
        cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(f"dbt on {target} ended with {done.returncode}\n{done.stdout[-6000:]}", pytrace=False)
