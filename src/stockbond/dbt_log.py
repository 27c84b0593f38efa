"""What dbt says during a build: all of it, or for people its warnings, its errors, and where the time went.

dbt writes one JSON object a line. Programs that collect logs get the lines as they are.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from stockbond import logs
from stockbond.dbt_failures import Failures

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

# dbt's events at the end of a model, a seed or a test, and the stage in which people count it.
STAGE_OF = {"LogModelResult": "models", "LogSeedResult": "models", "LogTestResult": "tests"}
NODE_STARTS = "LogStartLine"
WHERE_TO_LOOK = "SQLCompiledPath"  # follows a warning: where the SQL lies that warned
WORDS_OF_OURS = "JinjaLogInfo"  # what a macro of the project says: which bar files were read
WORTH_SAYING = ("warn", "error")
LEFT_OUT = ("SkippingDetails", "LogSkipBecauseError")  # models that wait for one that failed
DECODER = json.JSONDecoder()
ERASE_LINE = "\r\033[K"


class DbtLog:
    """Takes dbt's lines one by one; leave its `with` when dbt has ended."""

    def __init__(self, verbose: bool) -> None:
        self.verbose = verbose
        self.seconds = {"start": 0.0, "models": 0.0, "tests": 0.0}
        self.counts: Counter[str] = Counter()
        self.failures = Failures()
        self.marked = time.monotonic()  # the end of what is counted
        self.bar: ProgressBar[int] | None = None

    def __enter__(self) -> DbtLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear_bar()

    def take(self, line: str) -> None:
        """Say of a line what is to be said, and count it. Two threads of dbt may each write an object before either
        ends its line: then there are two in one line, and an empty one follows."""
        rest = line.rstrip("\n")
        while rest:
            try:
                said, end = DECODER.raw_decode(rest)
                event, data = said["info"]["name"], said["data"]
            except (ValueError, KeyError, TypeError):  # the plugin of the project, or a library, said it
                self.echo(rest)
                return
            self.take_event(event, data, said, rest[:end])
            rest = rest[end:]

    def take_event(self, event: str, data: dict[str, Any], said: dict[str, Any], text: str) -> None:
        """One of dbt's objects, and its text as it came."""
        self.count(event, data)
        is_told_later = self.failures.take(event, said["info"]["msg"], data)
        if logs.is_json():
            click.echo(text)
        elif self.verbose:
            self.echo(said["info"]["msg"])
        elif is_told_later or event in LEFT_OUT:
            return
        elif said["info"]["level"] in WORTH_SAYING or event in (WHERE_TO_LOOK, WORDS_OF_OURS):
            self.echo(said["info"]["msg"])
        elif event == NODE_STARTS and sys.stdout.isatty():
            self.advance(data["index"], data["total"])

    def count(self, event: str, data: dict[str, Any]) -> None:
        """The time since the last end is that of what ends now: two models at once do not count twice."""
        if event == NODE_STARTS and not self.seconds["start"]:
            self.seconds["start"] = self.since_mark()
        elif stage := STAGE_OF.get(event):
            self.seconds[stage] += self.since_mark()
            self.counts[stage] += 1
            self.counts[f"{stage} {data['status']}"] += 1

    def since_mark(self) -> float:
        """Seconds; the mark is now."""
        before, self.marked = self.marked, time.monotonic()
        return self.marked - before

    def stages(self) -> Iterator[tuple[str, float, str]]:
        """Each stage with its seconds and what it did; the start is dbt's own, with the preflight."""
        yield "start", self.seconds["start"], "dbt, and a look at the files"
        yield "models", self.seconds["models"], f"{self.counts['models']} models and seeds"
        warned = self.counts["tests warn"]
        yield "tests", self.seconds["tests"], f"{self.counts['tests'] - warned} hold, {warned} warnings"

    def echo(self, message: str) -> None:
        """A line of its own, above the bar."""
        self.clear_bar()
        click.echo(message)

    def advance(self, index: int, total: int) -> None:
        """Draw how far dbt is."""
        if self.bar is None:
            self.bar = click.progressbar(length=total, label="Models and tests")
        self.bar.update(index - self.bar.pos)

    def clear_bar(self) -> None:
        """Take the bar off the terminal; the next step draws it again."""
        if self.bar is not None:
            click.echo(ERASE_LINE, nl=False)
            self.bar = None
