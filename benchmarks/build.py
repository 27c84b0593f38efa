"""How long a whole build takes and what dominates it: the simulated market of the default span."""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

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


def measure(scratch: Path) -> dict[str, Any]:
    """Simulate and build in `scratch`; seconds in all, by kind of node, and of each model."""
    environment = {
        **os.environ,
        "STOCKBOND_DATA": str(scratch / "data"),
        "STOCKBOND_WAREHOUSE": str(scratch / "warehouse.duckdb"),
        "DBT_TARGET_PATH": str(scratch / "target"),
        "DBT_LOG_PATH": str(scratch / "logs"),
    }
    programs = Path(sys.executable).parent
    simulate = timed([str(programs / "stockbond"), "simulate"], environment)
    build = timed([str(programs / "dbt"), "--quiet", "build"], environment)
    nodes = json.loads((scratch / "target" / "run_results.json").read_text())["results"]
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
        "seconds": {"simulate": simulate, "dbt build": build, **by_kind},
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
    scratch.mkdir(parents=True, exist_ok=True)
    results = measure(scratch)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    print(table(results))


if __name__ == "__main__":
    main()
