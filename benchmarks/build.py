"""How long a build takes, and what dominates it: the simulated market of the default span from nothing,
with a new day (from its arrival to the published file), and with nothing new."""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.market import REPOSITORY

RESULTS = REPOSITORY / "benchmarks" / "results" / "build.json"
# Steps that are named whatever their rank: tables 3 (betas, daily factors) and 10 (lead and lag).
NAMED = {
    "fct_asset_betas_daily": "T3, rolling betas",
    "est_daily_factors": "T3, daily factors",
    "est_factors": "T3, means of the factors",
    "est_lead_lag": "T10, lead and lag",
}
KINDS = {"model": "models", "test": "data tests", "unit_test": "unit tests", "seed": "seeds"}


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Run a command in the repository; seconds it took. A failure shows what it printed."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def take_last_day_away(root: Path, aside: Path) -> None:
    """Cut the last day out of each instrument's last file; it lies in `aside`, a file an instrument."""
    for folder in sorted((root / "bars" / "canonical").iterdir()):
        file = max(folder.glob("*.parquet"))
        rest, day = aside / f"rest-{file.name}", aside / folder.name / f"{file.stem}-last-day.parquet"
        day.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(
                f"create table bars as select *, cast(bar_start_utc as date) as day from '{file}'"
            )
            for target, kept in ((day, "="), (rest, "<>")):
                chosen = f"select * exclude (day) from bars where day {kept} (select max(day) from bars)"
                connection.execute(f"copy ({chosen} order by bar_start_utc) to '{target}' (format parquet)")
        rest.replace(file)
    list_files(root)


def deliver(root: Path, aside: Path) -> None:
    """Put the last day in place, by a rename each."""
    for day in sorted(aside.rglob("*-last-day.parquet")):
        day.replace(root / "bars" / "canonical" / day.parent.name / day.name)
    list_files(root)


def list_files(root: Path) -> None:
    """Bring the manifest of the simulated root up to date."""
    manifest = json.loads((root / "manifest.json").read_text())
    files = [
        path for part in ("bars", "series", "events") for path in (root / part).rglob("*") if path.is_file()
    ]
    manifest["files"] = [
        {
            "path": path.relative_to(root).as_posix(),
            "size": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(files)
    ]
    (root / "manifest.json").write_text(json.dumps(manifest))


def measure(scratch: Path) -> dict[str, Any]:
    """Simulate and build in `scratch`; seconds in all, by kind of node, and of each model."""
    scratch = scratch / "run"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    root, published = scratch / "data", scratch / "published" / "stockbond.duckdb"
    environment = {
        **os.environ,
        "STOCKBOND_DATA": str(root),
        "STOCKBOND_WAREHOUSE": str(scratch / "warehouse.duckdb"),
        "STOCKBOND_PUBLISHED": str(published),
        "DBT_TARGET_PATH": str(scratch / "target"),
        "DBT_LOG_PATH": str(scratch / "logs"),
    }
    stockbond, dbt = (str(Path(sys.executable).with_name(name)) for name in ("stockbond", "dbt"))
    simulate = timed([stockbond, "simulate"], environment)
    take_last_day_away(root, scratch / "aside")
    build = timed([dbt, "--quiet", "build"], environment)
    nodes = json.loads((scratch / "target" / "run_results.json").read_text())["results"]
    publish = timed([stockbond, "publish"], environment)
    deliver(root, scratch / "aside")
    time.sleep(2)  # a file that is a second old is settled: no build waits for it
    new_day = timed([stockbond, "build"], environment)
    nothing_new = timed([stockbond, "build"], environment)
    by_kind = dict.fromkeys(KINDS.values(), 0.0)
    models = {}
    for node in nodes:
        kind, name = node["unique_id"].split(".")[0], node["unique_id"].split(".")[2]
        if kind in KINDS:
            by_kind[KINDS[kind]] += node["execution_time"]
        if kind == "model":
            models[name] = node["execution_time"]
    return {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[2],
        "seconds": {
            "simulate": simulate,
            "dbt build, from nothing": build,
            **by_kind,
            "stockbond publish": publish,
            "stockbond build of a new day, from its arrival to the published file": new_day,
            "stockbond build with nothing new": nothing_new,
        },
        "published_mb": published.stat().st_size / 1e6,
        "models": dict(sorted(models.items(), key=lambda item: -item[1])),
    }


def table(results: dict[str, Any]) -> str:
    """The whole, its parts, the ten slowest models and the named steps."""
    lines = ["| step | seconds |", "|---|---:|"]
    lines += [f"| {name} | {seconds:.1f} |" for name, seconds in results["seconds"].items()]
    models = results["models"]
    shown = list(models)[:10] + [name for name in NAMED if name in models and name not in list(models)[:10]]
    for name in shown:
        label = f"`{name}`" + (f" ({NAMED[name]})" if name in NAMED else "")
        lines.append(f"| {label} | {models[name]:.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scratch", type=Path, default=REPOSITORY / "data" / "benchmarks" / "build")
    scratch = parser.parse_args().scratch.resolve()
    results = measure(scratch)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    print(table(results))


if __name__ == "__main__":
    main()
