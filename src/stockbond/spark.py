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
HOST, PORT = "STOCKBOND_SPARK_HOST", "STOCKBOND_SPARK_PORT"
MASTER_DEFAULT = "local[*]"
# dbt's targets, by the names that a build has for them: a session of its own, and a Thrift server that runs.
SESSION, SERVER = "spark", "spark_thrift"
# dbt's tests ask in the words of DuckDB: they try what it has taken in.
BAR_PATH = ("--selector", "bar_path", "--exclude-resource-type", "test")


def builds(
    paths: Paths, arguments: Sequence[str], verbose: bool, variables: Mapping[str, str], bars_on: str
) -> Iterator[DbtLog]:
    """Run what a build takes, and give what dbt said: on DuckDB, or the bar path on Spark and then DuckDB. `variables`
    are set for all of it in the environment.

    Raises StockbondError where there is no Spark, and else as dbt_build does.
    """
    if bars_on not in (SESSION, SERVER):
        yield dbt_build(paths, arguments, verbose, variables)
        return
    if bars_on == SESSION:
        require_spark()
        master = os.environ.get(MASTER) or MASTER_DEFAULT
        warehouse = os.environ.get(WAREHOUSE) or str(paths.work / "spark")
        settings = {MASTER: master, WAREHOUSE: warehouse}
        made_by = f"Spark {version('pyspark')}, {master}"
    else:
        warehouse, made_by = of_server()
        settings = {}
    target = str(paths.work / "target-spark")
    on_spark = {**variables, **settings, "DBT_TARGET_PATH": target}
    yield dbt_build(paths, [*arguments, "--target", bars_on, *BAR_PATH], verbose, on_spark)
    # A var of the run: so it stands in the release's manifest.
    arguments = with_vars(arguments, {"bars_made_by": made_by})
    yield dbt_build(paths, arguments, verbose, {**variables, VECTORS_FROM: warehouse})


def of_server() -> tuple[str, str]:
    """The folder of a Thrift server's tables, and what a release calls the server: its Spark and its master.

    Raises StockbondError where no server answers.
    """
    host, port = os.environ.get(HOST) or "localhost", os.environ.get(PORT) or "10000"
    answers = []
    try:
        from pyhive import hive

        with hive.connect(host, int(port)) as connection, connection.cursor() as cursor:
            for question in ("set spark.sql.warehouse.dir", "select version()", "set spark.master"):
                cursor.execute(question)
                answers.append(str(cursor.fetchone()[-1]))
    except Exception as error:  # of the port's name, the network, Thrift, Spark, or PyHive is not installed
        raise StockbondError(
            f"Not built: no Thrift server of Spark answers at {host}:{port} ({error}). Start one (docs/SCALING.md), say"
            f" where it is in {HOST} and {PORT}, and build with what `make spark-setup` installs."
        ) from error
    warehouse, spark, master = answers
    return warehouse.removeprefix("file:"), f"Spark {spark.split()[0]}, {master}, Thrift server"


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
