"""Is there anything to build? A release of the same files by the same code would be the same release.

The manifest of a release that `stockbond build` made has one hash of all that its tables depend on.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stockbond.errors import StockbondError
from stockbond.landing import file_state, landing_files, sha256
from stockbond.paths import Paths, project_root
from stockbond.published import open_published
from stockbond.releases.candidate import last_run, release_id_of
from stockbond.sql import rows, text

CODE = (
    "models",
    "python_models",
    "macros",
    "seeds",
    "tests/generic",
    "tests/singular",
    "gx/expectations",
    "src",
)
CODE_FILES = ("dbt_project.yml", "profiles.yml", "gx/great_expectations.yml")


def inputs_hash(paths: Paths, dbt_arguments: Sequence[str]) -> str:
    """One hash of the files of the data root (place, size, time, identity), the code, the packages, the
    arguments and the variables of dbt, and the hour of New York."""
    project = project_root()
    inputs: dict[str, Any] = {
        "data": [str(paths.data.resolve()), *landed_states(paths.data)],
        "code": [(path.relative_to(project).as_posix(), sha256(path)) for path in code_files(project)],
        "packages": sorted(f"{one.name} {one.version}" for one in distributions()),
        "python": platform.python_version(),
        "arguments": list(dbt_arguments),
        # What is dated after the moment of a build is not used: an hour later it may be.
        "hour": f"{datetime.now(ZoneInfo('America/New_York')):%Y-%m-%d %H}",
        "variables": sorted((name, value) for name, value in os.environ.items() if name.startswith("DBT_")),
    }
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()


def landed_states(root: Path) -> list[tuple[str, str | None]]:
    """Each file that a build would see, and what tells it from another under its name."""
    paths = [root / "manifest.json", *landing_files(root)]
    return [(path.relative_to(root).as_posix(), file_state(str(path))) for path in paths]


def code_files(project: Path) -> Iterator[Path]:
    """What makes tables from files, and judges them."""
    for name in CODE_FILES:
        yield project / name
    for folder in CODE:
        for path in sorted((project / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def same_release(paths: Paths, inputs: str, dbt_arguments: Sequence[str]) -> dict[str, Any] | None:
    """The row of rpt_release of the release that readers have, if these inputs would only make it again.

    None also where the working file is not that release's, or the arguments ask to read everything.
    """
    import duckdb

    if any(argument in ("--full-refresh", "-f") or "verify_files" in argument for argument in dbt_arguments):
        return None
    try:
        with open_published(paths.published) as connection:
            release = rows(connection, "from reports.rpt_release")[0]
        if json.loads(release["manifest"]).get("inputs_hash") != inputs:
            return None
        with duckdb.connect() as connection:
            connection.execute(f"attach {text(str(paths.warehouse))} as working (read_only)")
            made_here = release_id_of(last_run(connection)) == release["release_id"]
    except (StockbondError, duckdb.Error, IndexError, KeyError):
        return None
    return release if made_here else None
