"""The table of results, as Markdown."""

from typing import Any

from benchmarks.tasks import ESTIMATORS_OF_A_DAY, WHOLE_PATH

SHOWN_FROM = 0.3  # times the scan: what takes less is summed


def agreement(task: dict[str, Any]) -> str:
    """How far a task's correlations are from the reference's."""
    if not task["gaps"]:
        return ""
    if task["max_abs_difference"] is None:
        return "other days"
    return f"{task['max_abs_difference']:.0e}" if task["max_abs_difference"] else "0"


def target(task: dict[str, Any]) -> str:
    return "" if task["target"] is None else f"{task['target']:g}"


def where_time_goes(statements: dict[str, float]) -> list[str]:
    """The models of the whole path by what they take."""
    shown = {name: ratio for name, ratio in statements.items() if ratio >= SHOWN_FROM}
    rest = sum(statements.values()) - sum(shown.values())
    return [
        "| where the whole path's processor time goes | times the scan |",
        "|---|---:|",
        *(f"| `{name}` | {ratio:.1f} |" for name, ratio in shown.items()),
        f"| {len(statements) - len(shown)} others | {rest:.1f} |",
    ]


def cost_of_estimators(tasks: dict[str, Any]) -> list[str]:
    """All estimators against the path from raw bars to correlations, in processor time of the same run."""
    if ESTIMATORS_OF_A_DAY not in tasks:  # results of before they were a row
        return []
    estimators, path = tasks[ESTIMATORS_OF_A_DAY], tasks[WHOLE_PATH]
    ratio = estimators["cpu_seconds"] / path["cpu_seconds"]
    return [
        "",
        f"All estimators of the day take {ratio:.2f} times the processor time of the whole path (target: 1), "
        f"and at most {estimators['peak_mb']} MB (target: 700).",
    ]


def table(results: dict[str, Any]) -> str:
    """Two tables a size: seconds, ratios to the scan, targets, memory, agreement; where the time goes."""
    lines = []
    for name, size in results["sizes"].items():
        lines += [
            f"{name}: {size['n_instruments']} instruments, {size['n_days']:,} days, "
            f"{size['n_bars']:,} one-minute bars",
            "",
            "| task | gaps | seconds | times the scan | in processor time | target | MB | largest difference |",
            "|---|---|---:|---:|---:|---:|---:|---:|",
        ]
        lines += [
            f"| {task['label']} | {task['gaps']} | {task['seconds']:.3f} | {task['ratio_to_scan_three']:.2f} "
            f"| {task['cpu_ratio']:.2f} | {target(task)} | {task['peak_mb']} | {agreement(task)} |"
            for task in size["tasks"].values()
        ]
        lines += [f"| {label} | not run: {reason} | | | | | | |" for label, reason in size["skipped"].items()]
        lines += [*cost_of_estimators(size["tasks"]), "", *where_time_goes(size["statements"]), ""]
    machine, versions = results["machine"], results["versions"]
    lines.append(
        f"Medians of {results['repetitions']} on {results['date']}, {machine['cores']} cores "
        f"({machine['system']} {machine['architecture']}), DuckDB {versions['duckdb']}, "
        f"polars {versions['polars']}, pandas {versions['pandas']}. The scan is that of the three "
        "columns that every way needs; targets are multiples of it. "
        "On a machine that does other work at the same time the ratio of processor times is the one to read."
    )
    return "\n".join(lines)
