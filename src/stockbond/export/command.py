"""The command line of the export."""

from __future__ import annotations

from pathlib import Path

import click

from stockbond import logs
from stockbond.commands import Command
from stockbond.paths import Paths, shown


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  stockbond export /tmp/stockbond
  stockbond export --format csv /tmp/stockbond rpt_daily rpt_event_study
""",
)
@click.option(
    "--format", "ending", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True,
    help="Parquet has types and descriptions in itself, CSV opens anywhere.",
)  # fmt: skip
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("tables", metavar="[TABLE]...", nargs=-1)
def export(ending: str, folder: Path, tables: tuple[str, ...]) -> None:
    """Write the release's tables, or some of them, as files for tools without DuckDB.

    DIR is new, empty, or of an earlier export, which is replaced. Beside the tables it holds
    data_dictionary.csv (table, column, type, unit, description) and manifest.json, the release's.
    """
    from stockbond.export import export_tables

    done = export_tables(Paths.from_environment().published, folder.absolute(), ending, tables)
    kind = "SIMULATED release" if done.is_simulated else "Release"
    logs.say(
        "exported",
        f"{kind} {done.release_id}: {len(done.files)} tables, {done.n_rows:,} rows in {shown(done.folder)}",
        release_id=done.release_id, is_simulated=done.is_simulated, folder=done.folder, files=done.files,
        n_rows=done.n_rows,
    )  # fmt: skip
