"""The table of results, as Markdown."""

from typing import Any


def agreement(task: dict[str, Any]) -> str:
    """How far a task's correlations are from the reference's."""
    if not task["gaps"]:
        return ""
    if task["max_abs_difference"] is None:
        return "other days"
    return f"{task['max_abs_difference']:.0e}" if task["max_abs_difference"] else "0"


def table(results: dict[str, Any]) -> str:
    """One table a size: seconds, ratio to the scan of three columns, memory, and agreement."""
    lines = []
    for name, size in results["sizes"].items():
        lines += [
            f"{name}: {size['n_instruments']} instruments, {size['n_days']:,} days, "
            f"{size['n_bars']:,} one-minute bars",
            "",
            "| task | gaps | seconds | x limit 2 | peak MB | largest difference |",
            "|---|---|---:|---:|---:|---:|",
        ]
        lines += [
            f"| {task['label']} | {task['gaps']} | {task['seconds']:.3f} | {task['ratio_to_scan_three']:.2f} "
            f"| {task['peak_mb']} | {agreement(task)} |"
            for task in size["tasks"].values()
        ]
        lines.append("")
    machine, versions = results["machine"], results["versions"]
    lines.append(
        f"Medians of {results['repetitions']} on {results['date']}, {machine['cores']} cores "
        f"({machine['system']} {machine['architecture']}), DuckDB {versions['duckdb']}, "
        f"polars {versions['polars']}, pandas {versions['pandas']}."
    )
    return "\n".join(lines)
