"""What a person sees of a fetch: a line per source, and a moving one while bytes come."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import click

from stockbond import logs
from stockbond.fetch.words import megabytes

Status = Literal["downloaded", "unchanged", "fresh", "kept", "failed"]
WORDS: dict[Status, str] = {
    "downloaded": "downloaded",
    "unchanged": "unchanged",
    "fresh": "up to date",
    "kept": "kept",
    "failed": "failed",
}
COLOURS = {"failed": "red", "kept": "yellow"}
SECONDS_BETWEEN_LINES = 0.2


class Item(Protocol):
    """What is fetched: a source of series, or a piece of bars."""

    @property
    def id(self) -> str:
        """Its name in messages."""

    @property
    def path(self) -> str:
        """Its file below the data root."""


@dataclass(frozen=True)
class Result:
    """How one of them ended."""

    source: Item
    status: Status
    message: str


class Reporter:
    """Hears what happens; this one is deaf."""

    def progress(self, source: Item, received: int, announced: int | None) -> None:
        """So many bytes have come, of so many if the server said."""

    def waiting(self, source: Item, why: str, seconds: float) -> None:
        """An attempt failed and another follows."""

    def finished(self, result: Result, number: int, total: int) -> None:
        """A source ended."""


class TerminalReporter(Reporter):
    """Prints. Bytes are shown only where a person watches, on a line that is written over."""

    def __init__(self) -> None:
        """Nothing shown yet."""
        self.is_watched = click.get_text_stream("stderr").isatty() and not logs.is_json()
        self.shown_at = 0.0

    def progress(self, source: Item, received: int, announced: int | None) -> None:
        """Show the bytes, a few times a second."""
        if self.is_watched and time.monotonic() - self.shown_at > SECONDS_BETWEEN_LINES:
            self.shown_at = time.monotonic()
            of = f" of {megabytes(announced)}" if announced else ""
            click.echo(f"\r\033[K{source.id}: {megabytes(received)}{of}", nl=False, err=True)

    def waiting(self, source: Item, why: str, seconds: float) -> None:
        """Say why there is a pause."""
        self.wipe()
        message = f"{source.id}: {why}; again in {seconds:g} s"
        logs.say("waiting", message, level="warning", source=source.id, why=why, seconds=seconds)

    def finished(self, result: Result, number: int, total: int) -> None:
        """The line of a source; a failure goes to the error stream."""
        self.wipe()
        has_failed = result.status == "failed"
        message = f"FAILED, {result.message}" if has_failed else result.message
        logs.say(
            "source_ended", f"{number:{len(str(total))}}/{total}  {result.source.id}: {message}",
            level="error" if has_failed else "info", colour=COLOURS.get(result.status),
            source=result.source.id, status=result.status, path=result.source.path,
        )  # fmt: skip

    def wipe(self) -> None:
        """Take the moving line away."""
        if self.is_watched:
            click.echo("\r\033[K", nl=False, err=True)


def say_summary(results: Sequence[Result]) -> None:
    """How many sources ended in which way."""
    counts: dict[str, int] = {status: sum(result.status == status for result in results) for status in WORDS}
    words = ", ".join(f"{counts[status]} {word}" for status, word in WORDS.items() if counts[status])
    logs.say("fetched", words, counts=counts)
