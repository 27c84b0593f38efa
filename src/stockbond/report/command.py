"""The command line of the report."""

from __future__ import annotations

import time
from pathlib import Path

import click

from stockbond import logs
from stockbond.paths import Paths, shown


@click.command(
    epilog="""\b
Examples:
  stockbond report
  stockbond report --out /tmp/report.html --figures /tmp/figures

\b
Exit codes:
  0  done
  2  wrong usage, or there is no published file: the message says what to do
"""
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Where the page goes.  [default: report.html beside the published file]",
)  # fmt: skip
@click.option(
    "--figures", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="A folder: write each figure there too, as SVG and PNG, fit to print.",
)  # fmt: skip
def report(out: Path | None, figures: Path | None) -> None:
    """Write what the published file says as one web page that needs no network.

    The latest correlation and what such days have meant, the figures, the paper's ten tables with ours and
    the printed numbers side by side, the scorecard, data quality and provenance.
    """
    from stockbond.report import write_report

    published = Paths.from_environment().published
    began = time.monotonic()
    written = write_report(published, (out or published.with_name("report.html")).absolute(), figures)
    kind = "SIMULATED report" if written.is_simulated else "Report"
    if figures:
        message = f"{len(written.figures)} files of figures in {shown(figures.absolute())}"
        logs.say("figures", message, figures=written.figures)
    logs.say(
        "report",
        f"{kind} in {time.monotonic() - began:.0f} s, open it in a browser:\n  {written.page}",
        page=written.page, is_simulated=written.is_simulated,
    )  # fmt: skip
