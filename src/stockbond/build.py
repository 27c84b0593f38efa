"""The build: dbt's own command line, run from the project root."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from stockbond import logs
from stockbond.errors import BuildError, StockbondError
from stockbond.paths import Paths, project_root
from stockbond.working_file import require_readable

DBT_STOPPED = 2  # dbt's exit code when it stops before or outside of models and tests


def dbt_build(paths: Paths, arguments: Sequence[str] = ()) -> None:
    """Run `dbt build` on the data root into the working file; its output goes to the terminal as it comes.

    Raises BuildError if a model or a test fails, StockbondError if dbt stops before that (the preflight's
    message stands in its output).
    """
    root = project_root()
    check_writable(paths.warehouse)
    require_readable(paths.warehouse)
    dbt = Path(sys.executable).with_name("dbt")
    command = [str(dbt), "build", "--project-dir", str(root), "--profiles-dir", str(root), *arguments]
    environment = {**os.environ, **paths.as_environment()}
    if logs.is_json():
        environment |= {"DBT_LOG_FORMAT": "json", "DBT_USE_COLORS": "false"}
    exit_code = subprocess.run(command, cwd=root, env=environment, check=False).returncode
    if exit_code == DBT_STOPPED:
        raise StockbondError(
            "The build stopped: the message above says why. The published file is as it was."
        )
    if exit_code != 0:
        raise BuildError("The build failed; the errors are above. The published file is as it was.")


def check_writable(warehouse: Path) -> None:
    """Raises StockbondError where the working file could not be written; its folder is there by now."""
    for place in (warehouse.parent, warehouse):
        if place.exists() and not os.access(place, os.W_OK):
            raise StockbondError(
                f"Not built, {place} cannot be written: permission denied or read-only."
                " Set STOCKBOND_WAREHOUSE to a file that can be written. The published file is as it was."
            )
