"""How long a build takes, and what dominates it: the simulated market of the default span from nothing,
with a new day (from its arrival to the published file), and with nothing new."""

import argparse
import hashlib
import json
import os
import re
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
SIMULATE, DBT_BUILD, PUBLISH, REPORT = (
    "stockbond simulate",
    "dbt build",
    "stockbond publish",
    "stockbond report",
)
DEMO = "all four, as in make demo"
NEW_DAY = "stockbond build of a new day, from its arrival to the published file"
NOTHING_NEW = "stockbond build with nothing new"
TARGETS = {DBT_BUILD: 40, PUBLISH: 6, DEMO: 150, NEW_DAY: 25, NOTHING_NEW: 10}  # seconds
TARGET_MB = 120
N_SHOWN = 8  # models
STAGE = re.compile(r"^  (start|models|tests|validation|publish) +([\d.]+) s", re.MULTILINE)


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Run a command in the repository; seconds it took, and what it printed. A failure shows it."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start, done.stdout


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
    """Simulate and build in `scratch`: seconds of each step, and of the stages and models of a new day's build."""
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
    seconds = {SIMULATE: timed([stockbond, "simulate"], environment)[0]}
    take_last_day_away(root, scratch / "aside")
    # Unit tests belong to `make test`, not to the daily run.
    steps = {
        DBT_BUILD: [dbt, "--quiet", "build", "--exclude-resource-type", "unit_test"],
        PUBLISH: [stockbond, "publish"],
        REPORT: [stockbond, "report"],
    }
    seconds |= {name: timed(command, environment)[0] for name, command in steps.items()}
    seconds[DEMO] = sum(seconds.values())
    deliver(root, scratch / "aside")
    time.sleep(2)  # a file that is a second old is settled: no build waits for it
    seconds[NEW_DAY], said = timed(
        [stockbond, "build", "-v"], environment
    )  # -v: dbt writes what each model took
    nodes = json.loads((scratch / "target" / "run_results.json").read_text())["results"]
    seconds[NOTHING_NEW], _ = timed([stockbond, "build"], environment)
    models = {
        node["unique_id"].split(".")[2]: node["execution_time"]
        for node in nodes
        if node["unique_id"].startswith("model.")
    }
    return {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[2],
        "seconds": seconds,
        "stages_of_new_day": {name: float(of_stage) for name, of_stage in STAGE.findall(said)},
        "models_of_new_day": dict(sorted(models.items(), key=lambda item: -item[1])),
        "published_mb": published.stat().st_size / 1e6,
    }


def table(results: dict[str, Any]) -> str:
    """Each step beside its target, and where a new day's time goes: stages, and the slowest models."""
    lines = ["| step, simulated default of eighteen years | seconds | target |", "|---|---:|---:|"]
    for name, seconds in results["seconds"].items():
        lines.append(f"| {name} | {seconds:.1f} | {TARGETS.get(name, '')} |")
    lines += [f"| the published file, MB | {results['published_mb']:.0f} | {TARGET_MB} |", ""]
    models = results["models_of_new_day"]
    others = sum(list(models.values())[N_SHOWN:])
    lines += ["| where a new day's time goes | seconds |", "|---|---:|"]
    lines += [f"| {name} | {seconds:.1f} |" for name, seconds in results["stages_of_new_day"].items()]
    lines += [f"| of the models: `{name}` | {models[name]:.1f} |" for name in list(models)[:N_SHOWN]]
    lines += [f"| of the models: {len(models) - N_SHOWN} others | {others:.1f} |", ""]
    lines.append(f"Measured once on {results['date']}, {results['cores']} cores.")
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
