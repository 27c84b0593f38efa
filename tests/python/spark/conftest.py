"""Whether there is Spark here: `make spark-test` sets it up and asks for it; elsewhere these tests are skipped."""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest

REQUIRED = "STOCKBOND_REQUIRE_SPARK"


def missing() -> str:
    """What Spark lacks here; nothing where it can run."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("dbt.adapters.spark") is None:
        return "pyspark and dbt-spark are not installed (stockbond[spark])"
    return "" if shutil.which("java") or os.environ.get("JAVA_HOME") else "there is no Java"


@pytest.fixture(scope="session", autouse=True)
def _there_is_spark() -> None:
    if lacking := missing():
        assert not os.environ.get(REQUIRED), lacking
        pytest.skip(f"{lacking}: `make spark-test` sets it up")
