"""The bar path on DuckDB and on a Spark cluster of this machine: processor and wall time of a market's bars.

Processor time is that of dbt and of all that it starts, with the cluster's daemons and executors, asked while they run.
`--sizes M` runs the large market alone; what is known of the other one stays.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import psutil

from benchmarks.market import BASE_INSTRUMENT, REPOSITORY, SIZES, make_market
from benchmarks.project import copy_project

RESULTS = REPOSITORY / "benchmarks" / "results" / "spark.json"
NO_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
DUCKDB = ("--target", "local", "--select", "+tag:bar_path")
SPARK = ("--target", "spark", "--selector", "bar_path")
# Name, dbt's words, and the executors of the cluster, of one processor each.
RUNS = (
    ("DuckDB, one thread", DUCKDB, 0),
    ("Spark, one executor", SPARK, 1),
    ("Spark, two executors", SPARK, 2),
)


def processor_seconds(seconds: dict[int, float]) -> float:
    """Of all that this process has started; `seconds` keeps those of processes that have ended."""
    for process in psutil.Process().children(recursive=True):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        seconds[process.pid] = times.user + times.system
    return sum(seconds.values())


def measured(
    command: list[str], project: Path, environment: Mapping[str, str], said: Path
) -> dict[str, float]:
    """Run a command to its end: seconds on the clock, and of processors in all that runs for it."""
    seconds: dict[int, float] = {}
    before = processor_seconds(seconds)
    began = time.perf_counter()
    with (
        said.open("w", encoding="utf-8") as file,
        subprocess.Popen(command, cwd=project, env=environment, stdout=file, stderr=file) as run,
    ):
        while run.poll() is None:
            used = processor_seconds(seconds)
            time.sleep(0.2)
    if run.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{said.read_text(encoding='utf-8')[-5000:]}")
    return {"wall_s": round(time.perf_counter() - began, 1), "cpu_s": round(used - before, 1)}


def run_once(
    words: tuple[str, ...], n_executors: int, project: Path, root: Path, place: Path
) -> dict[str, float]:
    """One engine, from no table at all; seeds are in it, dbt's parsing is not."""
    from spark_cluster import SparkCluster

    with SparkCluster(place / "cluster", n_executors) as cluster:
        if n_executors:
            cluster.start()
        environment = {
            **os.environ,
            "STOCKBOND_DATA": str(root),
            "STOCKBOND_WAREHOUSE": str(place / "working.duckdb"),
            "STOCKBOND_SPARK_WAREHOUSE": str(place / "spark"),
            "DBT_TARGET_PATH": str(place / "target"),
            "DBT_LOG_PATH": str(place / "logs"),
            **(cluster.environment if n_executors else {}),
        }
        dbt = [str(Path(sys.executable).with_name("dbt")), "--quiet"]
        subprocess.run([*dbt, "parse", *words[:2]], cwd=project, env=environment, check=True)
        return measured([*dbt, "build", *NO_TESTS, *words], project, environment, place / "said")


def run_size(name: str, folder: Path) -> dict[str, Any]:
    """A market on each engine in turn."""
    size = SIZES[name]
    root = make_market(size, folder)
    pairs = [(BASE_INSTRUMENT, other) for other in size.instruments if other != BASE_INSTRUMENT]
    project = copy_project(folder / name / "project", size.instruments, pairs)
    [(bars,)] = duckdb.execute(f"select count(*) from '{root}/bars/**/*.parquet'").fetchall()
    runs = {}
    for number, (run, words, n_executors) in enumerate(RUNS):
        place = folder / name / str(number)
        place.mkdir()
        runs[run] = run_once(words, n_executors, project, root, place)
        print(name, run, runs[run], flush=True)
    return {
        "date": date.today().isoformat(),
        "versions": {package: version(package) for package in ("duckdb", "pyspark", "dbt-spark")},
        "bars": bars,
        "pairs": len(pairs),
        "days": size.n_days,
        "runs": runs,
    }


def table(results: dict[str, Any]) -> str:
    """Each market and engine: seconds of both kinds, and processor time a bar."""
    lines = [
        "| market | engine | seconds | processor seconds | microseconds of processor a bar |",
        "|---|---|---:|---:|---:|",
    ]
    for name, size in results["sizes"].items():
        market = f"{name}: {size['bars']:,} bars, {size['days']:,} days, pairs: {size['pairs']}"
        for run, took in size["runs"].items():
            micros = 1e6 * took["cpu_s"] / size["bars"]
            lines.append(f"| {market} | {run} | {took['wall_s']:.0f} | {took['cpu_s']:.0f} | {micros:.1f} |")
    small, large = (results["sizes"].get(name) for name in ("S", "M"))
    if small and large:
        more = large["bars"] - small["bars"]
        hours = [
            (run, 1e9 / more * (took["cpu_s"] - small["runs"][run]["cpu_s"]) / 3600)
            for run, took in large["runs"].items()
        ]
        billion = "; ".join(f"{run}: {took:.1f}" for run, took in hours)
        lines += ["", f"Processor hours of a billion more bars, at what one took from S to M. {billion}."]
    dates = " and ".join(sorted({size["date"] for size in results["sizes"].values()}))
    lines += ["", f"Measured once on {dates}, {results['cores']} processors that others may have used, too."]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=["tiny", "S", "M"], default=["S", "M"])
    sizes: list[str] = parser.parse_args().sizes
    known = json.loads(RESULTS.read_text(encoding="utf-8"))["sizes"]
    with tempfile.TemporaryDirectory() as folder:
        measured_now = {name: run_size(name, Path(folder)) for name in sizes}
    results = {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "sizes": {name: (known | measured_now)[name] for name in SIZES if name in known | measured_now},
    }
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
