"""What the commands say, as lines for people or as JSON, one object a line, for programs that collect logs.

Chosen once a run, by --log-format or STOCKBOND_LOG; the build asks dbt for the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import click

VARIABLE = "STOCKBOND_LOG"
FORMATS = ("text", "json")

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Entry:
    """One object of a JSON log: what it is about, in words, and in facts that a program can filter by."""

    event: str
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    level: Level = "info"


def choose(log_format: str) -> None:
    """Use this format from now on, in the processes that this one starts too."""
    os.environ[VARIABLE] = log_format


def is_json() -> bool:
    """Are lines JSON?"""
    return os.environ.get(VARIABLE) == "json"


def say(event: str, message: str, *, level: Level = "info", colour: str | None = None, **facts: Any) -> None:
    """What a command does, as it does it; warnings and errors go to the error stream.

    `event` and `facts` are for programs, `message` is for both, its `colour` for people.
    """
    if is_json():
        click.echo(line(Entry(event, message, facts, level)), err=level != "info")
    else:
        click.secho(message, fg=colour, err=level != "info")


def show(page: str, entries: Iterable[Entry]) -> None:
    """What a command found, on standard output: a page for people, the same as entries for programs."""
    if is_json():
        tell_programs(entries)
    else:
        click.echo(page)


def tell_programs(entries: Iterable[Entry]) -> None:
    """What people are told in other words, or elsewhere."""
    if is_json():
        for entry in entries:
            click.echo(line(entry))


def complain(message: str, exit_code: int) -> None:
    """Why a command ends with an exit code other than 0, on standard error."""
    text = message if is_json() else f"stockbond: {message}"
    say("failed", text, level="error", colour="red", exit_code=exit_code)


def line(entry: Entry) -> str:
    """One JSON object."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    content = {"at_utc": at, "level": entry.level, "event": entry.event, "message": entry.message}
    return json.dumps({**content, **entry.facts}, default=str, ensure_ascii=False)
