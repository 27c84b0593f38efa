"""`stockbond correlate` and `stockbond inspect` on the command line."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from stockbond import logs
from stockbond.errors import StockbondError
from stockbond.paths import shown

PLACES = click.argument("places", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
ENDINGS = (".csv", ".parquet")


@click.command(
    epilog="""\b
Examples:
  stockbond correlate ES_1min.txt ZN_1min.txt
  stockbond correlate bars/firstrate --pair ust --out correlations.csv
  stockbond correlate GLBX-20240701.ohlcv-1m.dbn.zst --days 20

\b
Exit codes:
  0  done
  2  wrong usage, or a file that a build would refuse: the message says which and what to do
"""
)
@PLACES
@click.option(
    "--pair",
    metavar="PAIR",
    default=None,
    help="ust, usd, ust2y or ust3m.  [default: all whose legs are there]",
)
@click.option(
    "--out",
    default=None,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all days: .csv or .parquet.",
)
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many of the latest to show.",
)
def correlate(places: tuple[Path, ...], pair: str | None, out: Path | None, days: int) -> None:
    """Daily stock-bond correlations of your bar files, with intervals, at once: no data root, no build.

    FILE is a file or a folder of any layout that docs/DATA.md lists: a file for each leg, several files, or one
    with both. The models of the build run on them as they are, so the numbers are those that a build would give.
    """
    from stockbond.quick.correlate import as_entries, as_text, pairs_known
    from stockbond.quick.correlate import correlate as find

    known = [one["pair_id"] for one in pairs_known()]
    if pair is not None and pair not in known:
        raise click.BadParameter(f"no pair {pair}; expected one of {', '.join(known)}.", param_hint="--pair")
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise click.BadParameter(f"{out} ends in neither of {', '.join(ENDINGS)}.", param_hint="--out")
    began = time.monotonic()
    found = find(list(places), pair)
    for warning in found.warnings:
        logs.say("warning", warning, level="warning")
    logs.show(as_text(found, days), as_entries(found))
    if out is not None:
        try:
            found.save(out)
        except OSError as error:
            raise StockbondError(f"{out} cannot be written: {error.strerror or error}") from error
        logs.say("written", f"\n{found.table.num_rows:,} rows in {shown(out.absolute())}", path=out)
    seconds = time.monotonic() - began
    logs.say("correlated", f"\n{seconds:.1f} s", seconds=round(seconds, 1), n_rows=found.table.num_rows)


@click.command(
    epilog="""\b
Examples:
  stockbond inspect ES_1min.txt
  stockbond inspect ~/downloads/futures
  stockbond inspect prices.csv --json

\b
Exit codes:
  0  each file has a layout that is known, and nothing looks wrong
  1  something looks wrong, the clock or the scale of prices perhaps: the last lines say what
  2  wrong usage, a file of no layout that is known, or one that a build would refuse
"""
)
@PLACES
@click.option("--json", "is_json", is_flag=True, help="For programs: what was found as JSON.")
def inspect(places: tuple[Path, ...], is_json: bool) -> None:
    """Look at bar files, of whatever vendor, before anything is built: what are they, and can they be right?

    Says the layout (or proposes a format.yml), instrument, contracts, dates, length of bars, zone and label as
    read and as the day's edges show them, prices, gaps, repeats, and the commands to go on with. Of a text file
    of more than 128 MB pieces are read.
    """
    from stockbond.quick.inspection import inspect as look
    from stockbond.quick.words import as_entries, as_json, as_text

    found = look(list(places))
    if is_json:
        click.echo(as_json(found))
    else:
        logs.show(as_text(found), as_entries(found))
    sys.exit(found.exit_code)
