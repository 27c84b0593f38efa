"""The installation: Python, the packages that a build needs against the lock, DuckDB's extensions."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from stockbond.doctor.findings import Finding
from stockbond.paths import project_root

NEEDED = ("dbt-core", "dbt-duckdb", "duckdb", "pandas", "pyarrow", "statsmodels")
EXTENSIONS = ("icu", "json", "parquet")


def installation() -> Iterator[Finding]:
    """Python, the packages that a build needs against the lock, and DuckDB's built-in extensions."""
    import duckdb

    found = "Python " + sys.version.split()[0]
    if (3, 11) <= sys.version_info < (3, 13):
        yield Finding("installation", "ok", found)
    else:
        yield Finding("installation", "problem", found, "use Python 3.11 or 3.12: make setup PYTHON=...")
    lock = (project_root() / "requirements.lock").read_text(encoding="utf-8")
    for name in NEEDED:
        yield package(name, lock)
    with duckdb.connect() as connection:
        rows = connection.execute("select extension_name from duckdb_extensions() where installed").fetchall()
    missing = sorted(set(EXTENSIONS) - {name for (name,) in rows})
    if missing:
        yield Finding(
            "installation", "problem", f"DuckDB without {', '.join(missing)}", "run `make setup` again"
        )
    else:
        yield Finding("installation", "ok", f"DuckDB with {', '.join(EXTENSIONS)}")


def package(name: str, lock: str) -> Finding:
    """Is the package there, in a version of the lock? (A lock may hold one version for each Python.)"""
    locked = re.findall(rf"(?m)^{re.escape(name)}(?:\[[^]]*\])?==([^ ;\\]+)", lock)
    try:
        installed = version(name)
    except PackageNotFoundError:
        return Finding("installation", "problem", f"{name} is not installed", "run `make setup`")
    if installed not in locked:
        found = f"{name} {installed}, locked is {' or '.join(locked)}"
        return Finding("installation", "warning", found, "run `make setup`")
    return Finding("installation", "ok", f"{name} {installed}")
