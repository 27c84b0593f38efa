"""Time every task in one run, check that the answers agree, print the table and write the results."""

import argparse
import json
import os
import pickle
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from benchmarks.market import REPOSITORY, SIZES, Size, make_market
from benchmarks.product import QUARANTINE, compile_product
from benchmarks.report import table
from benchmarks.staged import stage
from benchmarks.statements import statements_of
from benchmarks.tasks import Task, arrange_all_pairs, tasks_of
from benchmarks.trades import TRADES_A_DAY, with_trades
from benchmarks.variants import WITH_DEFECTS, with_defects, with_new_day

SCRATCH = REPOSITORY / "data" / "benchmarks"
RESULTS = REPOSITORY / "benchmarks" / "results"
ENGINES = ("duckdb", "polars", "pandas", "numpy", "pyarrow", "dbt-core", "dbt-duckdb")
REFERENCE = "tutorial_sql"
TOLERANCE = 1e-9


def measure(task: Task, root: Path, plan: Path, correlations: Path) -> dict[str, float]:
    """One measurement in its own process."""
    command = [sys.executable, "-m", "benchmarks.worker", task.key, str(root), str(plan), str(correlations)]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def difference(ours: Path, reference: Path) -> float | None:
    """The largest difference of a correlation; None if the two do not even have the same days."""
    days, unmatched, largest = duckdb.execute(
        """
        select count(*), count(*) filter (where a.correlation is null or b.correlation is null),
            max(abs(a.correlation - b.correlation))
        from read_parquet($1) as a full join read_parquet($2) as b using (instrument, trade_date)
        """,
        [str(ours), str(reference)],
    ).fetchall()[0]
    return None if unmatched or not days else largest


def n_quarantined(warehouse: Path) -> int:
    """The bars that the path set aside."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(f"select count(*) from intermediate.{QUARANTINE}").fetchall()[0][0]


def run_size(size: Size, scratch: Path, repetitions: int, say: Any = print) -> dict[str, Any]:
    """All tasks of a size in turn, `repetitions` times: what slows the machine for a while slows all."""
    say(f"{size.name}: {size.n_instruments} instruments, {size.n_days} days: bars and compiled models")
    root = make_market(size, scratch)
    with_defects(root)
    with_new_day(root, size)
    if size.name in TRADES_A_DAY:
        with_trades(root, size)
    stage(root)
    product = compile_product(size, root)
    plan = scratch / size.name / "plan.pickle"
    plan.write_bytes(pickle.dumps(product))
    tasks = [task for task in tasks_of(size) if not task.skipped]
    files = {task.key: scratch / size.name / f"{task.key}.parquet" for task in tasks}
    for file in files.values():
        file.unlink(missing_ok=True)

    measured: dict[str, list[dict[str, float]]] = {task.key: [] for task in tasks}
    # All pairs last: it fills the warehouse with more pairs than the others look at.
    all_pairs = [task for task in tasks if task.key.startswith("all_pairs")]
    for group in ([task for task in tasks if task not in all_pairs], all_pairs):
        if group == all_pairs and group:
            arrange_all_pairs(size, product)
        for repetition in range(repetitions):
            say(f"{size.name}: round {repetition + 1} of {repetitions} of {len(group)} task(s)")
            for task in group:
                measured[task.key].append(measure(task, root, plan, files[task.key]))

    n_bars = duckdb.execute(
        "select count(*) from read_parquet($1)", [str(root / "bars/canonical/*/*.parquet")]
    ).fetchall()[0][0]
    results = {}
    for task in tasks:
        seconds = [one["seconds"] for one in measured[task.key]]
        results[task.key] = {
            "label": task.label,
            "gaps": task.gaps,
            "target": task.target.get(size.name),
            "cpu_seconds": round(median(one["cpu_seconds"] for one in measured[task.key]), 4),
            "seconds": round(median(seconds), 4),
            "all_seconds": [round(value, 4) for value in seconds],
            "peak_mb": round(median(one["peak_mb"] for one in measured[task.key])),
            "max_abs_difference": difference(files[task.key], files[REFERENCE]) if task.gaps else None,
        }
    for result in results.values():
        for limit in ("scan_one", "scan_three"):
            result[f"ratio_to_{limit}"] = round(result["seconds"] / results[limit]["seconds"], 2)
        result["cpu_ratio"] = round(result["cpu_seconds"] / results["scan_three"]["cpu_seconds"], 2)
    return {
        "n_instruments": size.n_instruments,
        "n_days": size.n_days,
        "n_bars": n_bars,
        "n_quarantined_with_defects": n_quarantined(scratch / size.name / f"{WITH_DEFECTS}.duckdb"),
        "skipped": {task.label: task.skipped for task in tasks_of(size) if task.skipped},
        "tasks": results,
        "statements": statements_of(root, product),
    }


def disagreements(result: dict[str, Any]) -> list[str]:
    """The tasks that handle gaps and yet give other correlations than the reference."""
    return [
        key
        for key, task in result["tasks"].items()
        if task["gaps"] == "handled"
        and (task["max_abs_difference"] is None or task["max_abs_difference"] > TOLERANCE)
    ]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", nargs="+", choices=[*SIZES], default=["S", "M"], help="default: S M")
    parser.add_argument("--repetitions", type=int, default=5, help="default: 5")
    parser.add_argument("--name", default="speed", help="results go to benchmarks/results/<name>.json")
    parser.add_argument("--scratch", type=Path, default=SCRATCH, help="default: data/benchmarks")
    options = parser.parse_args(arguments)

    sizes: dict[str, Any] = {}
    results = {
        "date": datetime.now(UTC).date().isoformat(),
        "repetitions": options.repetitions,
        "machine": {"system": platform.system(), "architecture": platform.machine(), "cores": os.cpu_count()},
        "versions": {"python": platform.python_version()} | {name: version(name) for name in ENGINES},
        "sizes": sizes,
    }
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{options.name}.json"
    for name in options.size:
        sizes[name] = run_size(SIZES[name], options.scratch.resolve(), options.repetitions)
        file.write_text(json.dumps(results, indent=2) + "\n")
    print(table(results))
    print(f"Written to benchmarks/results/{file.name}")
    wrong = {name: disagreements(result) for name, result in sizes.items() if disagreements(result)}
    if wrong:
        sys.exit(f"Correlations differ from {REFERENCE} by more than {TOLERANCE}: {wrong}")


if __name__ == "__main__":
    main()
