"""dbt on Spark and on DuckDB, on the same data root; and what a query of Spark's tables opens."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml
from builds import PROJECT_ROOT
from two_engines import TwoEngines

MODELS = ("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")


def run_dbt(
    place: Path, data: Path, target: str, *words: str, vectors_from: str = "",
    project: Path = PROJECT_ROOT, environment: Mapping[str, str] | None = None, **variables: Any,
) -> str:  # fmt: skip
    """What dbt says, on one of the two engines; fails the test with it where dbt fails. Spark is this machine's unless
    the environment names a cluster."""
    settings = {
        **os.environ,
        "STOCKBOND_DATA": str(data),
        "STOCKBOND_WAREHOUSE": str(place / "working.duckdb"),
        "STOCKBOND_SPARK_WAREHOUSE": str(place / "spark"),
        "STOCKBOND_VECTORS_FROM": vectors_from,
        "STOCKBOND_SPARK_MASTER": "local[2]",
        "STOCKBOND_SPARK_PARTITIONS": "2",
        "DBT_TARGET_PATH": str(place / f"target-{target}"),
        "DBT_LOG_PATH": str(place / "logs"),
        **(environment or {}),
    }
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *words, "--target", target]
    done = subprocess.run(
        [*command, "--vars", json.dumps(variables)],
        cwd=project, env=settings, capture_output=True, text=True, check=False,
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


# A session of its own over the tables that dbt made there: rows, the files that each query opens, and its plan.
QUERIES = """
import json, sys
from pyspark.sql import SparkSession

queries, settings = map(json.loads, sys.argv[1:])
session = SparkSession.builder.enableHiveSupport()
for name, value in settings.items():
    session = session.config(name, value)
spark = session.getOrCreate()
found = {}
for name, sql in queries.items():
    query = spark.sql(sql)
    found[name] = {
        "files": sorted(query.inputFiles()),
        "plan": query._jdf.queryExecution().executedPlan().toString(),
        "rows": [[str(value) for value in row] for row in query.collect()],
    }
print(json.dumps(found))
"""


def ask_spark(
    warehouse: Path, settings: Mapping[str, str] = MappingProxyType({}), **queries: str
) -> dict[str, dict[str, Any]]:
    """The rows of each query as texts (`rows`), the files that it opens (`files`), and its plan (`plan`), in a session
    like dbt's with some settings more."""
    profile = yaml.safe_load((PROJECT_ROOT / "profiles.yml").read_text(encoding="utf-8"))
    of_dbt = profile["stockbond"]["outputs"]["spark"]["server_side_parameters"]
    of_session = {
        **{name: value for name, value in of_dbt.items() if "{{" not in value},
        "spark.master": "local[1]",
        "spark.sql.warehouse.dir": str(warehouse),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={warehouse}",
        "spark.sql.shuffle.partitions": "2",
        **settings,
    }
    done = subprocess.run(
        [sys.executable, "-c", QUERIES, json.dumps(queries), json.dumps(of_session)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))
