"""What all commands share: how they end, what their help ends with, and how a day is written."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from stockbond import logs
from stockbond.errors import StockbondError

EXIT_CODES = """
Exit codes:
  0  done
  1  not done: the message says what failed, what was there before stays
  2  wrong usage, or bad input: the message says which file and what to do
"""


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
    from stockbond.simulate.errors import SimulationError

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


def leave(message: str, exit_code: int) -> NoReturn:
    """Say what is wrong, and leave."""
    logs.complain(message, exit_code)
    sys.exit(exit_code)
