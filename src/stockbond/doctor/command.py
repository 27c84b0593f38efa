"""`stockbond doctor` on the command line."""

from __future__ import annotations

import sys

import click

from stockbond import logs
from stockbond.paths import Paths


@click.command(
    epilog="""\b
Examples:
  stockbond doctor
  stockbond doctor --json

\b
Exit codes:
  0  nothing in the way of a build or a reader (notes and warnings are no problems)
  1  a problem: the line says which, and what to do
  2  wrong usage, or a build would refuse the data root: the line says for which file
"""
)
@click.option("--json", "is_json", is_flag=True, help="For programs: exit code and findings as JSON.")
def doctor(is_json: bool) -> None:
    """Look at the installation, the data root and the published file; change nothing.

    Says per instrument the range of dates, the bars a day and the sessions without a bar, how old the data
    are, and what is missing for which table of the paper.
    """
    from stockbond.doctor import as_entries, as_json, as_text, examine, exit_code

    findings = list(examine(Paths.from_environment()))
    if is_json:
        click.echo(as_json(findings))
    else:
        logs.show(as_text(findings), as_entries(findings))
    sys.exit(exit_code(findings))
