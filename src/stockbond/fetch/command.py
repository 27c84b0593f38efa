"""`stockbond fetch` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stockbond import logs
from stockbond.commands import CommandOrBelow
from stockbond.fetch.bars.command import REAL_DEFAULT, bars
from stockbond.logs import Entry
from stockbond.paths import project_root, shown

if TYPE_CHECKING:
    from stockbond.fetch.catalogue import Source


def complete_names(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Names of the catalogue at the tab key, and of the commands below `fetch`."""
    from stockbond.fetch.catalogue import load_catalogue, names_of

    below = list(context.command.commands) if isinstance(context.command, click.Group) else []
    names = sorted({name for source in load_catalogue() for name in names_of(source)})
    return [name for name in (*below, *names) if name.upper().startswith(incomplete.upper())]


@click.command(
    cls=CommandOrBelow,
    epilog="""\b
Examples:
  stockbond fetch                       every source of the catalogue
  stockbond fetch VIX DGS10 KW_TP10     some series, under the warehouse's or the publisher's name
  stockbond fetch fred nyfed --dry-run  what would be done for two publishers
  stockbond fetch bars --dry-run        bars of a vendor, with a key of yours: see its own --help
  STOCKBOND_DATA=data/real stockbond build

\b
Exit codes:
  0  every file is there and up to date (files of your own are left alone)
  1  a source failed: its message says why, the others were fetched; or another fetch is at work
  2  wrong usage, or a root that is simulated or cannot be written
""",
)
@click.argument("series", nargs=-1, shell_complete=complete_names)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None,
    help=f"Data root to write to, never a simulated one.  [default: {REAL_DEFAULT} of the project]",
)  # fmt: skip
@click.option(
    "--dry-run", is_flag=True, help="List the sources and what would be done; ask nobody, write nothing."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True,
    help="Seconds to wait for a connection, and between two pieces of an answer.",
)  # fmt: skip
@click.option(
    "--force", is_flag=True, help="Download everything whole, and replace files that fetch did not write."
)
def fetch(series: tuple[str, ...], out: Path | None, dry_run: bool, timeout: float, force: bool) -> None:
    """Download public series into a data root of real data.

    SERIES are names of series, sources or publishers; without any, the whole catalogue. A file is replaced
    only by a whole, checked one. Files checked in the last 12 hours are not asked for again. manifest.json
    gets the address, time and checksum of each.
    """
    from stockbond.fetch.catalogue import load_catalogue, select_sources
    from stockbond.fetch.errors import FetchError
    from stockbond.fetch.reporting import TerminalReporter, say_summary
    from stockbond.fetch.retries import Policy
    from stockbond.fetch.run import fetch as fetch_sources
    from stockbond.fetch.run import plan

    root = out.absolute() if out else project_root() / REAL_DEFAULT
    sources = select_sources(load_catalogue(), series)
    if dry_run:
        show_plan(plan(root, sources, force), root)
        return
    logs.say("fetch_started", f"Fetching {len(sources)} files into {shown(root)}", root=root)
    results = fetch_sources(
        root, sources, force=force, policy=Policy(timeout=timeout), reporter=TerminalReporter()
    )
    say_summary(results)
    failed = [result.source.id for result in results if result.status == "failed"]
    if failed:
        raise FetchError(
            f"{len(failed)} of {len(results)} sources failed: {', '.join(failed)}. What was there stays."
        )


fetch.add_command(bars)


def show_plan(planned: list[tuple[Source, str]], root: Path) -> None:
    """What would be done with each source, and its address."""
    lines = []
    for source, action in planned:
        lines.append(f"{source.id:35} {action:33} {source.path}")
        lines.append(f"    {source.publisher}: {source.url}")
    lines.append(f"{len(planned)} sources, {shown(root)}; nothing was asked or written")
    logs.show("\n".join(lines), (plan_entry(source, action) for source, action in planned))


def plan_entry(source: Source, action: str) -> Entry:
    """A line of the plan for programs."""
    facts = {
        "source": source.id, "action": action, "path": source.path,
        "publisher": source.publisher, "url": source.url,
    }  # fmt: skip
    return Entry("planned", f"{source.id}: {action}", facts)
