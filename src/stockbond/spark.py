"""The bar path on Apache Spark: dbt makes its tables there, and the build on DuckDB takes those of bars in."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version

from stockbond.build import dbt_build, with_vars
from stockbond.dbt_log import DbtLog
from stockbond.errors import StockbondError
from stockbond.paths import Paths

WAREHOUSE, MASTER, VECTORS_FROM = (
    "STOCKBOND_SPARK_WAREHOUSE",
    "STOCKBOND_SPARK_MASTER",
    "STOCKBOND_VECTORS_FROM",
)
MASTER_DEFAULT = "local[*]"
# dbt's tests ask in the words of DuckDB: they try what it has taken in.
BAR_PATH = ("--target", "spark", "--selector", "bar_path", "--exclude-resource-type", "test")


def builds(
    paths: Paths, arguments: Sequence[str], verbose: bool, variables: Mapping[str, str], is_on_spark: bool
) -> Iterator[DbtLog]:
    """Run what a build takes, and give what dbt said: on DuckDB, or the bar path on Spark and then DuckDB. `variables`
    are set for all of it in the environment.

    Raises StockbondError where there is no Spark, and else as dbt_build does.
    """
    if not is_on_spark:
        yield dbt_build(paths, arguments, verbose, variables)
        return
    require_spark()
    master = os.environ.get(MASTER) or MASTER_DEFAULT
    warehouse = os.environ.get(WAREHOUSE) or str(paths.work / "spark")
    target = str(paths.work / "target-spark")
    on_spark = {**variables, MASTER: master, WAREHOUSE: warehouse, "DBT_TARGET_PATH": target}
    yield dbt_build(paths, [*arguments, *BAR_PATH], verbose, on_spark)
    # A var of the run: so it stands in the release's manifest.
    arguments = with_vars(arguments, {"bars_made_by": f"Spark {version('pyspark')}, {master}"})
    yield dbt_build(paths, arguments, verbose, {**variables, VECTORS_FROM: warehouse})


def require_spark() -> None:
    """Raises StockbondError where pyspark, dbt's adapter or Java is missing."""
    missing = [name for name in ("pyspark", "dbt.adapters.spark") if importlib.util.find_spec(name) is None]
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        missing.append("Java 17")
    if missing:
        raise StockbondError(
            f"Not built: Spark needs {', '.join(missing)} here. Install Java 17 and run `make spark-setup`, then"
            " `.venv-spark/bin/stockbond build --bars-on spark`; or build without --bars-on."
        )
