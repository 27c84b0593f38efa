"""The manifest of a release: from which files, by what code, under which conventions, with what outcome."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond import __version__
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

# What a number of the release means, whatever the vars: docs/DECISIONS.md has the reasons. Where a convention
# changes, so does the version, and CHANGELOG and DECISIONS say what is new in it.
CONVENTIONS_VERSION = 1
CONVENTIONS = {
    "bar time": "bar_start_utc is the start of a bar; its close is known at its end",
    "price at a grid point": "close of the last bar that ended in the interval before it, right end included",
    "correlation": "Pearson, over the intervals in which both legs have a return; Fisher z interval of 95 %",
    "contract": "one vendor a day; of its contracts the one with the largest session volume (RATE3M: by"
    " calendar), back to an earlier expiry only where the later one does not serve or has under a tenth of"
    " its volume",
    "time": "UTC, in columns that end in _utc",
}

# Where the working file knows lines and days of each landing file.
FILE_CONTENTS = """
    select file, sum(n_rows) as n_rows, min(cast(first_bar_at_utc as date)) as first_date,
        max(cast(last_bar_at_utc as date)) as last_date
    from working.intermediate.int_bar_files group by file
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
        union all
        select file, line_number, observation_date from working.intermediate.int_given_correlations
    ) group by file
    union all
    select file, count(*), min(auction_date), max(auction_date)
    from working.intermediate.int_treasury_new_issues group by file
    union all
    select file, count(*), min(event_date), max(event_date)
    from working.intermediate.int_event_days group by file
"""


def input_files(connection: duckdb.DuckDBPyConnection, run: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of rpt_release_files: every landing file of the run's data root, by path.

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
    """The whole manifest as plain values; `release` holds rpt_release but for this text."""
    built = (run["completed_at_utc"] - run["started_at_utc"]).total_seconds()
    manifest = {
        **release,
        "python_version": platform.python_version(),
        "package_versions": {name: version(name) for name in PACKAGES},
        "data_root_id": data_root_id(run),
        "vars": variables(run),
        "conventions": {**session_conventions(release), **CONVENTIONS},
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


def session_conventions(release: Mapping[str, Any]) -> dict[str, str]:
    """The session and the interval of the release's returns."""
    session = f"{release['session_open']} to {release['session_close']} New York"
    return {
        "session": f"NYSE days, {session}; early closes by the calendar seed",
        "returns": f"log returns of {release['interval_minutes']} minutes within the session; none overnight",
    }


def data_root_id(run: Mapping[str, Any]) -> str:
    """Tells data roots apart without their paths, which are nobody else's business.

    A simulated market that was made anew is another root, though it lies where the one before lay.
    """
    identity = f"{run['data_root']} {run['manifest_sha256'] if run['is_simulated'] else ''}"
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


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
        return __version__
    return f"{__version__} {described.stdout.strip()}"
