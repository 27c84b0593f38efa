"""The command line. Heavy libraries are imported inside the commands: `--help` must be quick."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from stockbond import logs
from stockbond.errors import StockbondError
from stockbond.fetch.command import fetch
from stockbond.paths import DATA_DEFAULT, PUBLISHED_DEFAULT, WAREHOUSE_DEFAULT, Paths, shown

EPILOG = f"""\b
Environment (relative paths start at the project folder):
  STOCKBOND_DATA       data root         [default: {DATA_DEFAULT}]
  STOCKBOND_WAREHOUSE  working file      [default: {WAREHOUSE_DEFAULT}]
  STOCKBOND_PUBLISHED  file for readers  [default: {PUBLISHED_DEFAULT}]
  STOCKBOND_LOG        text or json      [default: text]

\b
Exit codes:
  0  done
  1  a model or a test failed, nothing could be published, or doctor found a problem
  2  wrong usage, or bad input: the message says which file and what to do

\b
Examples:
  stockbond simulate && stockbond build && stockbond summary
  STOCKBOND_DATA=/data/bars stockbond build
"""
DATE = click.DateTime(formats=["%Y-%m-%d"])


class Commands(click.Group):
    """A group whose commands end in one line, not in a traceback, when a person can mend the cause."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; of an error that a person can mend, print the message and leave with its code."""
        from stockbond.simulate.errors import SimulationError

        try:
            return super().invoke(ctx)
        except (StockbondError, SimulationError) as error:
            leave(str(error), getattr(error, "exit_code", StockbondError.exit_code))
        except BrokenPipeError:  # click knows what to do
            raise
        except OSError as error:  # a full disk, a folder without permission
            where = f" ({error.filename})" if error.filename else ""
            leave(f"{error.strerror or error}{where}", StockbondError.exit_code)


def leave(message: str, exit_code: int) -> NoReturn:
    """Say what is wrong, and leave."""
    logs.complain(message, exit_code)
    sys.exit(exit_code)


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stockbond")
@click.option(
    "--log-format", type=click.Choice(logs.FORMATS), envvar=logs.VARIABLE, default="text", show_default=True,
    help="json: one object a line, of dbt too.  [also: STOCKBOND_LOG]",
)  # fmt: skip
def main(log_format: str) -> None:
    """The warehouse of the high-frequency stock-bond correlation."""
    logs.choose(log_format)


main.add_command(fetch)


@main.command(
    epilog="""\b
Examples:
  stockbond simulate
  stockbond simulate --start 2008-10-01 --end 2009-03-31 --out /tmp/small
"""
)
@click.option("--start", type=DATE, default="2004-01-01", show_default=True, help="First day.")
@click.option("--end", type=DATE, default="2022-06-30", show_default=True, help="Last day.")
@click.option(
    "--bar-minutes", type=click.IntRange(1, 30), default=1, show_default=True, help="Length of bars."
)
@click.option("--seed", type=int, default=None, help="Same seed, same bytes.  [default: the demo's]")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None,
    help=f"A new or empty folder, or an earlier simulation.  [default: STOCKBOND_DATA or {DATA_DEFAULT}]",
)  # fmt: skip
def simulate(start: datetime, end: datetime, bar_minutes: int, seed: int | None, out: Path | None) -> None:
    """Write a simulated market as a data root: bars, daily series, and the truth that was planted."""
    from stockbond.simulate import DEFAULT_SEED
    from stockbond.simulate import simulate as write_market

    if start > end:
        raise click.BadParameter(f"--start {start:%Y-%m-%d} lies after --end {end:%Y-%m-%d}.")
    out = out.absolute() if out else Paths.from_environment().data
    began = time.monotonic()
    done = write_market(
        out, start.date(), end.date(), bar_minutes, DEFAULT_SEED if seed is None else seed, show_progress
    )
    logs.say(
        "simulated",
        f"SIMULATED market of {done.n_sessions} sessions, {done.first_session} to {done.last_session}: "
        f"{done.n_files} files, {done.n_bytes / 1e6:.0f} MB in {shown(out)}, {elapsed(began)}",
    )


@main.command(
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  stockbond build
  stockbond build --threads 2 --vars '{min_intervals: 70}'
""",
)
@click.argument("dbt_arguments", nargs=-1, type=click.UNPROCESSED)
def build(dbt_arguments: tuple[str, ...]) -> None:
    """Build and test every table from the data root, then publish.

    DBT_ARGUMENTS go to `dbt build` as they are. If a model or a test fails, the published file stays.
    """
    from stockbond.build import dbt_build

    paths = Paths.from_environment()
    began = time.monotonic()
    logs.say("build_started", f"Building {shown(paths.warehouse)} from {shown(paths.data)}", data=paths.data)
    dbt_build(paths, dbt_arguments)
    logs.say("built", f"Built in {elapsed(began)}", seconds=round(time.monotonic() - began, 1))
    publish_and_tell(paths)


@main.command()
def publish() -> None:
    """Put the tables of the last build before the readers, by one rename.

    Refuses a working file whose last run was not a whole build that succeeded.
    """
    publish_and_tell(Paths.from_environment())


@main.command()
def summary() -> None:
    """Show what the published file says: correlations beside the paper's, days per regime, queries to try."""
    from stockbond.summary import summary as describe

    click.echo(describe(Paths.from_environment().published))


@main.command(
    epilog="""\b
Exit codes:
  0  nothing in the way of a build or a reader (notes and warnings are no problems)
  1  a problem: the line says which, and what to do
"""
)
@click.option("--json", "is_json", is_flag=True, help="For programs: exit code and findings as JSON.")
def doctor(is_json: bool) -> None:
    """Look at the installation, the data root and the published file; change nothing.

    Says per instrument the range of dates, the bars a day and the sessions without a bar, how old the data
    are, and what is missing for which table of the paper.
    """
    from stockbond.doctor import as_json, as_text, examine, exit_code

    findings = examine(Paths.from_environment())
    click.echo(as_json(findings) if is_json else as_text(findings))
    sys.exit(exit_code(findings))


def publish_and_tell(paths: Paths) -> None:
    """Publish, and say what and where."""
    from stockbond.publish import publish as publish_file

    began = time.monotonic()
    release = publish_file(paths.warehouse, paths.published)
    kind = "SIMULATED release" if release.is_simulated else "Release"
    size = paths.published.stat().st_size / 1e6
    logs.say(
        "published",
        f"{kind} {release.release_id} published in {paths.published}, {size:.0f} MB, {elapsed(began)}",
        release_id=release.release_id, is_simulated=release.is_simulated, published=paths.published,
    )  # fmt: skip


def show_progress(step: str, done: float) -> None:
    """One line for each step of a long command."""
    logs.say("progress", f"{done:4.0%}  {step}", share=round(done, 3))


def elapsed(began: float) -> str:
    """Seconds since a reading of the monotonic clock, for people."""
    return f"{time.monotonic() - began:.0f} s"


if __name__ == "__main__":
    main()
