"""The manifest of a release: from which files, by what code, under which conventions, with what outcome."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.landing import landing_files, sha256
from stockbond.paths import project_root
from stockbond.sql import rows

if TYPE_CHECKING:
    import duckdb

PACKAGES = (
    "dbt-core",
    "dbt-duckdb",
    "duckdb",
    "great-expectations",
    "numpy",
    "pandas",
    "pyarrow",
    "statsmodels",
)

# What a number of the release means, whatever the vars: docs/DECISIONS.md has the reasons.
CONVENTIONS = {
    "session": "NYSE session in New York time, 09:30 to 16:00 on a full day; half days by the calendar seed",
    "bar time": "bar_start_utc is the start of a bar; its close is known at its end",
    "price at a grid point": "close of the last bar that ended in the interval before it, right end included",
    "returns": "log returns within the session; none overnight",
    "correlation": "Pearson, over the intervals in which both legs have a return; Fisher z interval of 95 %",
    "contract": "largest volume of the day, never back to an earlier expiry",
    "time": "UTC, in columns that end in _utc",
}

# Where the working file knows lines and days of each landing file.
FILE_CONTENTS = """
    select file, sum(n_rows) as n_rows, min(cast(first_bar_at_utc as date)) as first_date,
        max(cast(last_bar_at_utc as date)) as last_date
    from working.intermediate.int_bar_slices group by file
    union all
    select file, count(distinct line_number), min(observation_date), max(observation_date)
    from (
        select file, line_number, observation_date from working.intermediate.int_macro_readings
        union all
        select file, line_number, observation_date from working.intermediate.int_price_readings
        union all
        select file, line_number, observation_date from working.intermediate.int_cip_readings
        union all
        select file, line_number, observation_date from working.intermediate.int_fund_readings
    ) group by file
    union all
    select file, count(*), min(auction_date), max(auction_date)
    from working.intermediate.int_treasury_new_issues group by file
"""


def input_files(connection: duckdb.DuckDBPyConnection, run: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of rpt_release_files: every file below bars/ and series/ of the run's data root, by path.

    A root that is gone by now gives no row. Hidden files are none of ours.
    """
    root = Path(run["data_root"])
    contents = {row["file"]: row for row in rows(connection, FILE_CONTENTS)}
    files = []
    for path in landing_files(root):
        name = path.relative_to(root).as_posix()
        found = path.stat()
        content = contents.get(name, {})
        changed = datetime.fromtimestamp(found.st_mtime, UTC).replace(tzinfo=None) > run["started_at_utc"]
        files.append(
            {
                "file": name,
                "size_bytes": found.st_size,
                "sha256": sha256(path),
                "n_rows": int(content["n_rows"]) if content else None,
                "first_date": content.get("first_date"),
                "last_date": content.get("last_date"),
                "is_changed_since_build": changed,
            }
        )
    return files


def describe(
    release: Mapping[str, Any],
    run: Mapping[str, Any],
    files: list[dict[str, Any]],
    tables: list[dict[str, Any]],
    seconds: Mapping[str, float],
) -> dict[str, Any]:
    """The whole manifest as plain values; `release` holds the columns of rpt_release but for this text."""
    built = (run["completed_at_utc"] - run["started_at_utc"]).total_seconds()
    manifest = {
        **release,
        "python_version": platform.python_version(),
        "package_versions": {name: version(name) for name in PACKAGES},
        "vars": variables(run),
        "conventions": CONVENTIONS,
        "counts": {
            "files": len(files),
            "file_rows": sum(file["n_rows"] or 0 for file in files),
            "tables": len(tables),
            "table_rows": sum(table["n_rows"] for table in tables),
        },
        "seconds": {"build": round(built, 1), **{name: round(value, 1) for name, value in seconds.items()}},
        "files": files,
        "tables": tables,
    }
    plain: dict[str, Any] = json.loads(json.dumps(manifest, default=str))
    return plain


def variables(run: Mapping[str, Any]) -> dict[str, Any]:
    """The vars of the run: the project's, and over them those of its command line."""
    import yaml

    project = yaml.safe_load((project_root() / "dbt_project.yml").read_text(encoding="utf-8"))
    return {**project["vars"], **json.loads(run.get("command_line_vars") or "{}")}


def code_version() -> str:
    """The package's version and, in a git checkout, the commit ("+" after local changes)."""
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"],
            cwd=project_root(), capture_output=True, text=True, check=True, timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return version("stockbond")
    return f"{version('stockbond')} {described.stdout.strip()}"
