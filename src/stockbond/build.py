"""The build: dbt's own command line, run from the project root."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stockbond.dbt_log import DbtLog
from stockbond.errors import BuildError, StockbondError
from stockbond.paths import Paths, project_root
from stockbond.working_file import require_readable

DBT_STOPPED = 2  # dbt's exit code when it stops before or outside of models and tests
# They try the SQL on made-up rows, so they hold or fail whatever the data: `make test` runs them.
NOT_EVERY_DAY = ("--exclude-resource-type", "unit_test")
# Whoever sets them, or asks for every line, has dbt's artefacts and its log.
NOT_WRITTEN = {"DBT_WRITE_JSON": "false", "DBT_LOG_LEVEL_FILE": "none"}
SECONDS_TO_END = 10


def dbt_build(
    paths: Paths,
    arguments: Sequence[str] = (),
    verbose: bool = False,
    variables: Mapping[str, str] | None = None,
) -> DbtLog:
    """Run `dbt build` on the data root into the working file; what it says is said as it comes. `variables` are set
    for it in the environment.

    If this is interrupted, dbt ends too. Raises StockbondError where the input is wrong, whichever stage finds
    it, and where dbt does not begin; BuildError if a model or a test fails. Either says why, and is the last word.
    """
    root = project_root()
    check_writable(paths.warehouse)
    require_readable(paths.warehouse)
    dbt = [sys.executable, "-m", "stockbond.dbt_process"]
    command = [*dbt, "build", "--project-dir", str(root), "--profiles-dir", str(root)]
    environment = {
        **({} if verbose else NOT_WRITTEN),
        "DBT_TARGET_PATH": str(paths.work / "target"),
        "DBT_LOG_PATH": str(paths.work / "logs"),
        **os.environ,
        **paths.as_environment(),
        **(variables or {}),
        "DBT_LOG_LEVEL": "none",
        "DBT_USE_COLORS": "false",
    }
    with DbtLog(verbose) as log:
        exit_code = run([*command, *NOT_EVERY_DAY, *arguments], root, environment, log)
    if exit_code == 0:
        return log
    if exit_code == DBT_STOPPED or log.failures.is_input:
        raise StockbondError(f"Not built, the published file is as it was. {log.failures.message()}")
    raise BuildError(f"The build failed, the published file is as it was. {log.failures.message()}")


def with_vars(arguments: Sequence[str], values: Mapping[str, Any]) -> list[str]:
    """The arguments with these vars too: dbt takes one --vars, so they join what stands there."""
    import yaml

    if not values:
        return list(arguments)
    others: list[str] = []
    given: dict[str, Any] = {}
    remaining = iter(arguments)
    for argument in remaining:
        name, _, content = argument.partition("=")
        if name == "--vars":
            given |= yaml.safe_load(content or next(remaining, "")) or {}
        else:
            others.append(argument)
    return [*others, "--vars", json.dumps({**given, **values}, default=str)]


def run(command: Sequence[str], folder: Path, environment: dict[str, str], log: DbtLog) -> int:
    """Run dbt to its end, or to ours; returns its exit code."""
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as dbt:
        assert dbt.stdout is not None
        try:
            for line in dbt.stdout:
                log.take(line)
            return dbt.wait()
        finally:
            if dbt.poll() is None:
                dbt.terminate()
                try:
                    dbt.wait(SECONDS_TO_END)
                except subprocess.TimeoutExpired:
                    dbt.kill()


def check_writable(warehouse: Path) -> None:
    """Raises StockbondError where the working file could not be written; its folder is there by now."""
    for place in (warehouse.parent, warehouse):
        if place.exists() and not os.access(place, os.W_OK):
            raise StockbondError(
                f"Not built, {place} cannot be written: permission denied or read-only."
                " Set STOCKBOND_WAREHOUSE to a file that can be written. The published file is as it was."
            )
