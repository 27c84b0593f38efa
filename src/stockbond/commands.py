"""What all commands share: how they end, what their help ends with, how a day is written, and options of several."""

from __future__ import annotations

import errno
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

import click

from stockbond import logs
from stockbond.errors import StockbondError
from stockbond.releases.store import KEEP_DEFAULT, KEEP_VARIABLE

EXIT_CODES = """
Exit codes:
  0  done
  1  not done: the message says what failed, what was there before stays
  2  wrong usage, or bad input: the message says which file and what to do
"""
WAIT = click.option(
    "--wait/--no-wait", default=True, show_default=True,
    help="Wait while another process builds or publishes, or refuse at once (exit code 1).",
)  # fmt: skip
KEEP = click.option(
    "--keep", type=click.IntRange(min=1), envvar=KEEP_VARIABLE, default=KEEP_DEFAULT, show_default=True,
    show_envvar=True, help="How many releases to keep beside the published file, the current one included.",
)  # fmt: skip
ACCEPT_SHRINKAGE = click.option(
    "--accept-shrinkage", is_flag=True,
    help="Publish though days with a correlation are gone since the release before: it is meant.",
)  # fmt: skip


class Date(click.DateTime):
    """A day like 2004-01-31."""

    def __init__(self) -> None:
        super().__init__(formats=["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day; of anything else, say what a day looks like."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a date like 2004-01-31.", param, ctx)


class AsOf(click.DateTime):
    """A moment of New York like 2026-07-29 or 2026-07-29 16:05; the day alone is its end."""

    def __init__(self) -> None:
        times = [f"%Y-%m-%d{t}%H:%M{seconds}" for t in " T" for seconds in ("", ":%S")]
        super().__init__(formats=["%Y-%m-%d", *times])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The moment as it was written, for var as_of; of anything else, say what a moment looks like."""
        try:
            super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a time like 2026-07-29 or '2026-07-29 16:05'.", param, ctx)
        return value


class Command(click.Command):
    """A command whose help ends with exit codes: the usual ones, unless it describes its own."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then the exit codes."""
        super().format_epilog(ctx, formatter)
        if "Exit codes:" not in (self.epilog or ""):
            with formatter.indentation():
                formatter.write("\n")
                for line in EXIT_CODES.strip().splitlines():
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class CommandOrBelow(click.Group):
    """A command with words of its own, unless the first of them is a command below it."""

    command_class = Command
    allow_interspersed_args = True

    def __init__(self, **attributes: Any) -> None:
        super().__init__(invoke_without_command=True, **attributes)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Of the command below, if the first word is its name."""
        if args and args[0] in self.commands:
            below = self.commands[args[0]]
            return below.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    # As of a plain command: its words are not names of commands.
    parse_args = click.Command.parse_args
    invoke = click.Command.invoke
    collect_usage_pieces = click.Command.collect_usage_pieces


class Commands(click.Group):
    """A group whose commands end in one line, not in a traceback, when a person can mend the cause."""

    command_class = Command

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read the program's own options."""
        with plain_endings():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with plain_endings():
            return super().invoke(ctx)


@contextmanager
def plain_endings() -> Iterator[None]:
    """Of an error that a person can mend, print the message and leave with its code."""
    from stockbond_simulator.errors import SimulationError

    try:
        yield
    except (StockbondError, SimulationError) as error:
        leave(str(error), getattr(error, "exit_code", StockbondError.exit_code))
    except click.ClickException as error:
        # Wrong usage: people get click's own lines, the usage among them.
        if not logs.is_json():
            raise
        leave(error.format_message(), error.exit_code)
    except OSError as error:
        # A full disk, a folder without permission; a closed pipe is click's business.
        if error.errno == errno.EPIPE:
            raise
        where = f" ({error.filename})" if error.filename else ""
        leave(f"{error.strerror or error}{where}", StockbondError.exit_code)


@contextmanager
def stoppable() -> Iterator[None]:
    """Let a person (Ctrl-C) or the system (SIGTERM) end what runs inside.

    It lets go of what it holds, and the command leaves with 130 or 143.
    """
    received: list[signal.Signals] = []

    def stop(number: int, _: FrameType | None) -> None:
        if not received:  # a second one would break off what the first has begun to put away
            received.append(signal.Signals(number))
            raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    ours = {number: handler for number, handler in before.items() if handler != signal.SIG_IGN}
    for number in ours:
        signal.signal(number, stop)
    try:
        yield
    except BaseException:
        if not received:
            raise
        # Not by the kind of error: a library may have made another of it.
        [number] = received
        leave(f"Stopped by {number.name}. The published file is as it was.", 128 + number)
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)


def leave(message: str, exit_code: int) -> NoReturn:
    """Say what is wrong, and leave."""
    logs.complain(message, exit_code)
    sys.exit(exit_code)
