"""What the commands say, as lines for people or as JSON, one object a line, for programs that collect logs.

Chosen once a run, by --log-format or STOCKBOND_LOG; the build asks dbt for the same.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import Any

import click

VARIABLE = "STOCKBOND_LOG"
FORMATS = ("text", "json")


def choose(log_format: str) -> None:
    """Use this format from now on."""
    os.environ[VARIABLE] = log_format


def is_json() -> bool:
    """Are lines JSON?"""
    return os.environ.get(VARIABLE) == "json"


def say(event: str, message: str, **facts: Any) -> None:
    """What a command did, on standard output. `event` and `facts` are for programs, `message` for people."""
    click.echo(line("info", event, message, facts) if is_json() else message)


def complain(message: str, exit_code: int) -> None:
    """Why a command ends with an exit code other than 0, on standard error."""
    if is_json():
        click.echo(line("error", "failed", message, {"exit_code": exit_code}), err=True)
    else:
        click.secho(f"stockbond: {message}", fg="red", err=True)


def line(level: str, event: str, message: str, facts: dict[str, Any]) -> str:
    """One JSON object."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    content = {"at_utc": at, "level": level, "event": event, "message": message, **facts}
    return json.dumps(content, default=str, ensure_ascii=False)
