"""`stockbond fetch bars` on the command line."""

from __future__ import annotations

import os
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stockbond import logs
from stockbond.commands import Command, Date
from stockbond.paths import project_root, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stockbond.fetch.bars.run import Run

REAL_DEFAULT = "data/real"


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  stockbond fetch bars --dry-run                           what is missing, and what it costs
  stockbond fetch bars ES ZN --start 2019-01-01            two futures, all their contracts
  stockbond fetch bars --continuous                        the contract with most volume of each
  stockbond fetch bars --yes --max-cost 2                  for a scheduler: the days since the last time
  STOCKBOND_DATA=data/real stockbond build

\b
Exit codes:
  0  every day that can be had is there
  1  a piece failed: its message says why, what came stays; or the cost was not accepted;
     or another fetch is at work
  2  wrong usage, no key, or a root that is simulated or cannot be written
""",
)
@click.argument("futures", nargs=-1)
@click.option(
    "--source", type=click.Choice(["databento"]), default="databento", show_default=True,
    help="The vendor; the key comes from DATABENTO_API_KEY. docs/DATA.md has recipes for others.",
)  # fmt: skip
@click.option("--start", type=Date(), default="2010-06-06", show_default=True, help="First day.")
@click.option(
    "--end", type=Date(), default=None, help="Last day.  [default: the last whole day that can be had]"
)
@click.option(
    "--continuous", is_flag=True, help="Ask for the contract with most volume in place of all contracts."
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None,
    help=f"Data root to write to, never a simulated one.  [default: {REAL_DEFAULT} of the project]",
)  # fmt: skip
@click.option(
    "--max-cost", type=click.FloatRange(min=0), default=None, help="Stop at a higher estimate, in USD."
)
@click.option("--yes", is_flag=True, help="Download without the question whether the cost is accepted.")
@click.option("--dry-run", is_flag=True, help="Show missing days and their cost; download and write nothing.")
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=100.0, show_default=True,
    help="Seconds to wait for a connection, and between two pieces of an answer.",
)  # fmt: skip
def bars(
    futures: tuple[str, ...],
    source: str,
    start: datetime,
    end: datetime | None,
    continuous: bool,
    out: Path | None,
    max_cost: float | None,
    yes: bool,
    dry_run: bool,
    timeout: float,
) -> None:
    """Buy one-minute bars of futures with your key, into a data root of real data.

    FUTURES are roots (ES ZN ZT GE SR3 6E DX) or what they stand for (TY TU RATE3M USD); without any, all but
    DX. First comes the vendor's estimate of the cost, and a question. Files hold whole UTC days of a month,
    and stay when a later one fails. Days that are there are never bought again: delete a file to have its
    days anew. manifest.json gets the request, time and checksum of each.
    """
    from stockbond.fetch.bars.databento import KEY, Databento
    from stockbond.fetch.bars.run import estimate, fetch_bars
    from stockbond.fetch.bars.symbols import select_symbols
    from stockbond.fetch.errors import FetchError, SourceError
    from stockbond.fetch.manifest import Manifest, only_fetch
    from stockbond.fetch.reporting import TerminalReporter, say_summary
    from stockbond.fetch.retries import Policy

    root = out.absolute() if out else project_root() / REAL_DEFAULT
    symbols = select_symbols(futures, continuous)
    vendor = Databento(os.environ.get(KEY, ""), Policy(timeout=timeout), say_waiting, say_warning)
    with nullcontext() if dry_run else only_fetch(root):
        manifest = Manifest(root)
        try:
            runs = estimate(vendor, manifest, symbols, start.date(), (end or datetime.max).date())
        except SourceError as error:
            raise FetchError(f"No estimate of the cost, so nothing was downloaded: {error}") from error
        show_estimate(runs, root)
        if dry_run or not runs:
            return
        accept(sum(run.cost for run in runs), max_cost, yes)
        results = fetch_bars(vendor, manifest, runs, TerminalReporter())
    say_summary(results)
    failed = [result for result in results if result.status == "failed"]
    if failed:
        raise FetchError(
            f"{len(failed)} of {len(results)} pieces failed, the first: {failed[0].source.id}. "
            "What came stays; the same command asks for the rest."
        )


def show_estimate(runs: Sequence[Run], root: Path) -> None:
    """A line for each run of missing days, and the sum."""
    for run in runs:
        logs.say(
            "estimated", f"{run.days.id}: {run.cost:.2f} USD", symbol=run.days.symbol.name,
            first=run.days.first, last=run.days.last, usd=run.cost,
        )  # fmt: skip
    total = sum(run.cost for run in runs)
    n_days = sum(len(list(run.days.days)) for run in runs)
    words = f"Databento estimates {total:.2f} USD for {n_days} days" if runs else "Nothing is missing"
    logs.say("missing", f"{words}, {shown(root)}", root=root, days=n_days, usd=total)


def accept(cost: float, max_cost: float | None, yes: bool) -> None:
    """Go on only where the cost is accepted; raises FetchError."""
    from stockbond.fetch.errors import FetchError

    if max_cost is not None and cost > max_cost:
        raise FetchError(
            f"The estimate of {cost:.2f} USD is above --max-cost {max_cost:g}. Nothing was downloaded."
        )
    if yes:
        return
    try:
        if not logs.is_json() and click.confirm("Download, at this cost?", err=True):
            return
    except click.Abort:
        click.echo(err=True)
    raise FetchError("The cost was not accepted, so nothing was downloaded. --yes accepts it beforehand.")


def say_waiting(why: str, seconds: float) -> None:
    """Why there is a pause."""
    logs.say("waiting", f"{why}; again in {seconds:g} s", level="warning", why=why, seconds=seconds)


def say_warning(warning: str) -> None:
    """What the vendor warns of: days of reduced quality, for one."""
    logs.say("vendor_warning", f"Databento warns: {warning}", level="warning", warning=warning)
