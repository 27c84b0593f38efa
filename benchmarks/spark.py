"""The bar path on DuckDB and on Apache Spark: processor and wall time of a simulated year of five instruments.

Processor time is that of dbt and all that it starts, Java included, asked while they run.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import psutil

from benchmarks.market import REPOSITORY

RESULTS = REPOSITORY / "benchmarks" / "results" / "spark.json"
NO_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
RUNS = {
    "DuckDB, one thread": ("--target", "local", "--select", "+tag:bar_path"),
    "Spark, local[2]": ("--target", "spark", "--selector", "bar_path"),
}


def measured(command: list[str], environment: dict[str, str], said: Path) -> dict[str, float]:
    """Run a command to its end: seconds on the clock, and of processors in it and all that it starts."""
    began, seconds = time.perf_counter(), {}
    with (
        said.open("w", encoding="utf-8") as file,
        subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=file, stderr=file) as run,
    ):
        first = psutil.Process(run.pid)
        while run.poll() is None:
            try:
                for process in (first, *first.children(recursive=True)):
                    times = process.cpu_times()
                    seconds[process.pid] = times.user + times.system
            except psutil.NoSuchProcess:
                pass
            time.sleep(0.2)
    if run.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{said.read_text(encoding='utf-8')[-5000:]}")
    return {"wall_s": round(time.perf_counter() - began, 1), "cpu_s": round(sum(seconds.values()), 1)}


def run_once(name: str, root: Path, place: Path, log: Path) -> dict[str, float]:
    """One engine, from no table at all; seeds are in it."""
    environment = {
        **os.environ,
        "STOCKBOND_DATA": str(root),
        "STOCKBOND_WAREHOUSE": str(place / "working.duckdb"),
        "STOCKBOND_SPARK_WAREHOUSE": str(place / "spark"),
        "STOCKBOND_SPARK_PARTITIONS": "2",
        "DBT_TARGET_PATH": str(log / RUNS[name][1]),
        "DBT_LOG_PATH": str(place / "logs"),
    }
    if name.startswith("Spark"):
        environment["STOCKBOND_SPARK_MASTER"] = name.split(", ")[1]
    dbt = [str(Path(sys.executable).with_name("dbt")), "--quiet"]
    subprocess.run([*dbt, "parse", *RUNS[name][:2]], cwd=REPOSITORY, env=environment, check=True)
    return measured([*dbt, "build", *NO_TESTS, *RUNS[name]], environment, place / "said")


def main() -> None:
    from stockbond_simulator import simulate

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=1, help="simulated years up to 2009")
    years: int = parser.parse_args().years
    results: dict[str, Any] = {
        "machine": {"processors": os.cpu_count(), "system": platform.platform()},
        "versions": {name: version(name) for name in ("duckdb", "pyspark", "dbt-spark")},
        "years": years,
        "runs": {},
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "data"
        simulate(root, date(2010 - years, 1, 1), date(2009, 12, 31))
        [(bars,)] = duckdb.execute(f"select count(*) from '{root}/bars/**/*.parquet'").fetchall()
        results["bars"] = bars
        for name in RUNS:
            place = Path(folder) / name.split(",")[0]  # no brackets: Spark takes them for a pattern
            place.mkdir()
            results["runs"][name] = run_once(name, root, place, Path(folder))
            print(name, results["runs"][name], flush=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
