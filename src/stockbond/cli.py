"""The command line. Heavy libraries are imported inside the commands: `--help` must be quick."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from stockbond import __version__, logs
from stockbond.commands import ACCEPT_SHRINKAGE, KEEP, WAIT, AsOf, Commands, Date, stoppable
from stockbond.completion import completion
from stockbond.doctor.command import doctor
from stockbond.errors import StockbondError
from stockbond.explorer.command import explore
from stockbond.export.command import export
from stockbond.fetch.command import fetch
from stockbond.paths import (
    AS_OF_VARIABLE,
    DATA_DEFAULT,
    PUBLISHED_DEFAULT,
    WAREHOUSE_DEFAULT,
    Paths,
    shown,
)
from stockbond.quick.command import correlate, inspect
from stockbond.releases.store import KEEP_DEFAULT, KEEP_VARIABLE
from stockbond.report.command import report
from stockbond.watch.command import watch

EPILOG = f"""\b
Environment (relative paths start at the project folder):
  STOCKBOND_DATA       data root         [default: {DATA_DEFAULT}]
  STOCKBOND_WAREHOUSE  working file      [default: {WAREHOUSE_DEFAULT}]
  STOCKBOND_PUBLISHED  file for readers  [default: {PUBLISHED_DEFAULT}]
  {KEEP_VARIABLE}  releases kept beside it  [default: {KEEP_DEFAULT}]
  STOCKBOND_LOG        text or json      [default: text]
  STOCKBOND_WEBHOOK    URL that watch tells, too

\b
Exit codes:
  0  done
  1  a model or a test failed, validation refused the release, nothing could be published or rolled back,
     doctor or inspect found a problem, or another process builds or publishes and --no-wait was given
  2  wrong usage, or bad input: the message says which file and what to do
  3  watch has something to tell
  130, 143  stopped by Ctrl-C or SIGTERM

\b
Examples:
  stockbond correlate ES_1min.txt ZN_1min.txt
  stockbond simulate && stockbond build && stockbond summary
  STOCKBOND_DATA=/data/bars stockbond build
  stockbond explore

`stockbond COMMAND --help` shows examples and exit codes; `stockbond completion` helps at the tab key.
"""
DATE = Date()


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--log-format", type=click.Choice(logs.FORMATS), envvar=logs.VARIABLE, default="text", show_default=True,
    expose_value=False, callback=lambda _, __, log_format: logs.choose(log_format),
    help="json: one object a line, of dbt too; explore and completion stay text.  [also: STOCKBOND_LOG]",
)  # fmt: skip
def main() -> None:
    """The warehouse of the high-frequency stock-bond correlation."""


main.add_command(fetch)
main.add_command(inspect)
main.add_command(correlate)
main.add_command(doctor)
main.add_command(report)
main.add_command(export)
main.add_command(watch)
main.add_command(explore)
main.add_command(completion)


@main.command(
    epilog="""\b
Examples:
  stockbond simulate
  stockbond simulate --start 2008-10-01 --end 2009-03-31 --out /tmp/small
  stockbond simulate --hours 06:00-17:00 --out /tmp/long
  stockbond simulate --format databento --start 2019-10-01 --end 2020-04-30 --out /tmp/databento
"""
)
@click.option("--start", type=DATE, default="2004-01-01", show_default=True, help="First day.")
@click.option("--end", type=DATE, default="2022-06-30", show_default=True, help="Last day.")
@click.option(
    "--bar-minutes", type=click.IntRange(1, 30), default=1, show_default=True, help="Length of bars."
)
@click.option(
    "--hours", metavar="HH:MM-HH:MM",
    help="Hours with bars, New York, livelier after news.  [default: the session's]",
)  # fmt: skip
@click.option(
    "--format", "layout", default="canonical", show_default=True, metavar="LAYOUT",
    help="Write the bars in a vendor's layout: databento, firstrate, kibot, ... (seed bar_formats).",
)  # fmt: skip
@click.option(
    "--effects-on", type=click.Choice(["measured", "true"]), default="measured", show_default=True,
    help="The correlation that effects of a day's type go by: as measured, or the true one behind it.",
)  # fmt: skip
@click.option("--seed", type=int, default=None, help="Same seed, same bytes.  [default: the demo's]")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None,
    help=f"A new or empty folder, or an earlier simulation.  [default: STOCKBOND_DATA or {DATA_DEFAULT}]",
)  # fmt: skip
def simulate(
    start: datetime, end: datetime, bar_minutes: int, hours: str | None, layout: str,
    effects_on: str, seed: int | None, out: Path | None,
) -> None:  # fmt: skip
    """Write a simulated market as a data root: bars, daily series, and the truth that was planted."""
    from stockbond_simulator import DEFAULT_SEED
    from stockbond_simulator import simulate as write_market

    if start > end:
        raise click.BadParameter(f"--start {start:%Y-%m-%d} lies after --end {end:%Y-%m-%d}.")
    out = out.absolute() if out else Paths.from_environment().data
    began = time.monotonic()
    done = write_market(
        out,
        start.date(),
        end.date(),
        bar_minutes,
        DEFAULT_SEED if seed is None else seed,
        show_progress,
        hours,
        layout,
        effects_on,
    )
    logs.say(
        "simulated",
        f"SIMULATED market of {done.n_sessions} sessions, {done.first_session} to {done.last_session}: "
        f"{done.n_files} files, {done.n_bytes / 1e6:.0f} MB in {shown(out)}, {elapsed(began)}",
        **asdict(done),
    )


@main.command(
    context_settings={"ignore_unknown_options": True},
    epilog="""\b
Examples:
  stockbond build
  stockbond build --threads 2 --vars '{min_interval_share: 9/10}'
  stockbond build --as-of '2026-07-29 16:05'

\b
Exit codes:
  0  done
  1  not done: the message says what failed, what was there before stays
  2  wrong usage, or bad input: the message says which file and what to do
  130, 143  stopped by Ctrl-C or SIGTERM: dbt has ended too, what was there before stays
""",
)
@WAIT
@KEEP
@ACCEPT_SHRINKAGE
@click.option(
    "--as-of",
    type=AsOf(),
    envvar=AS_OF_VARIABLE,
    help=f"The moment to speak of, New York: nothing dated after it is used.  [also: {AS_OF_VARIABLE}]  "
    "[default: now]",
)
@click.option("--force", is_flag=True, help="Build though nothing is new.")
@click.option("--full-refresh", is_flag=True, help="Read every bar file, not only what is new or changed.")
@click.option(
    "--verify", is_flag=True,
    help="Look at the content of every bar file: a change under the same size and time is found.",
)  # fmt: skip
@click.option(
    "--bars-on", type=click.Choice(["duckdb", "spark", "spark_thrift"]), default="duckdb", show_default=True,
    help="The engine that reads the bars (docs/SCALING.md).",
)  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Show every line of dbt.")
@click.argument("dbt_arguments", nargs=-1, type=click.UNPROCESSED)
def build(
    wait: bool, keep: int, accept_shrinkage: bool, as_of: str | None, force: bool, full_refresh: bool,
    verify: bool, bars_on: str, verbose: bool, dbt_arguments: tuple[str, ...],
) -> None:  # fmt: skip
    """Build and test every table from the data root, validate, then publish.

    DBT_ARGUMENTS go to `dbt build` as they are. If a model or a test fails, or validation refuses the
    release, the published file stays. Bar files that are as they were are not read again. Of dbt's lines only
    warnings and errors are shown, which bar files were read, and the time of each stage. Where the files, the
    code, the arguments and the hour are those of the release that readers have, that release stays as it is
    (--force, --verify and --full-refresh build all the same).
    """
    from stockbond.build import with_vars
    from stockbond.releases.locks import only_builder
    from stockbond.releases.unchanged import inputs_hash, same_release
    from stockbond.spark import builds
    from stockbond.validation.run import import_ahead

    paths = Paths.from_environment()
    with stoppable(), only_builder(paths.warehouse, wait, say_waiting):
        began = time.monotonic()
        arguments = [*dbt_arguments, *(["--full-refresh"] if full_refresh else [])]
        arguments = with_vars(arguments, {"verify_files": True} if verify else {})
        inputs = inputs_hash(paths, [*arguments, *(["--as-of", as_of] if as_of else [])])
        is_on_spark = bars_on != "duckdb"  # whose files may lie where nobody here sees them change
        if not (force or is_on_spark) and (same := same_release(paths, inputs, arguments)):
            logs.say(
                "unchanged",
                f"Nothing new in {shown(paths.data)}: {kind(same['is_simulated'])} {same['release_id']} was"
                " made of the same files by the same code, and stays before the readers (--force builds)",
                release_id=same["release_id"], is_simulated=same["is_simulated"], published=paths.published,
            )  # fmt: skip
            return
        logs.say(
            "build_started", f"Building {shown(paths.warehouse)} from {shown(paths.data)}", data=paths.data
        )
        import_ahead()
        moment = {AS_OF_VARIABLE: as_of} if as_of else {}
        for log in builds(paths, arguments, verbose, moment, bars_on):
            for stage, seconds, what in log.stages():
                logs.say("stage", stage_line(stage, seconds, what), stage=stage, seconds=round(seconds, 1))
        logs.say("built", f"Built in {elapsed(began)}", seconds=round(time.monotonic() - began, 1))
        publish_and_tell(paths, keep, wait, accept_shrinkage, inputs)


@main.command(
    epilog="""\b
Examples:
  stockbond publish
  stockbond publish --rollback                            # to the release before the current one
  stockbond publish --rollback 20090401T070000Z-0123abcd  # to one that `stockbond releases` lists
"""
)
@WAIT
@KEEP
@ACCEPT_SHRINKAGE
@click.option(
    "--rollback", is_flag=False, flag_value="", default=None, metavar="[RELEASE]",
    help="Put an earlier release before the readers again, by default the last one before the current.",
)  # fmt: skip
def publish(wait: bool, keep: int, accept_shrinkage: bool, rollback: str | None) -> None:
    """Validate the last build and put its tables before the readers, by one rename.

    Refuses a working file whose last run was not a whole build that succeeded, a release that lost days of
    the one before, and one that validation finds broken; readers then keep the release they have. The last
    releases are kept in the folder <published file without .duckdb>.releases, each with its manifest, and
    STOCKBOND_PUBLISHED is a copy of the current one. A rollback changes only which one is current: the next
    build publishes as usual.
    """
    from stockbond.publish import roll_back
    from stockbond.releases.locks import only_builder

    paths = Paths.from_environment()
    if rollback is not None:
        release = roll_back(paths.published, rollback or None, wait=wait, say=say_waiting)
        logs.say(
            "rolled_back",
            f"{kind(release.is_simulated)} {release.release_id} is before the readers again",
            release_id=release.release_id,
        )
        return
    with stoppable(), only_builder(paths.warehouse, wait, say_waiting):
        publish_and_tell(paths, keep, wait, accept_shrinkage)


@main.command(
    epilog="""\b
Examples:
  stockbond validate

\b
Exit codes:
  0  no critical expectation fails
  1  one does: publish would refuse the release
  2  wrong usage, or there is no working file that can be read
"""
)
def validate() -> None:
    """Run the suites of gx/ on the working file, without publishing.

    Says which expectations fail or do not apply, and what to do; the Data Docs show all of them as pages.
    """
    import duckdb

    from stockbond.publish import explain
    from stockbond.releases.store import ReleaseStore
    from stockbond.validation.run import data_docs, require_built
    from stockbond.validation.run import validate as run_suites
    from stockbond.validation.words import as_entries, as_text

    paths = Paths.from_environment()
    require_built(paths.warehouse)
    try:
        validation = run_suites(paths.warehouse, ReleaseStore(paths.published).previous_of(""))
    except duckdb.Error as error:
        raise StockbondError(f"Not validated. {explain(error, paths.warehouse)}") from error
    logs.show(as_text(validation), as_entries(validation))
    page = data_docs(paths.warehouse) / "index.html"
    logs.say("data_docs", f"Data Docs  {page}", page=page)
    sys.exit(int(validation.is_refused))


@main.command(
    epilog="""\b
Examples:
  stockbond releases
  STOCKBOND_PUBLISHED=/data/stockbond.duckdb stockbond releases
"""
)
def releases() -> None:
    """List the releases on disk, the latest build first, with their validation, and which one is current."""
    from stockbond.releases.listing import as_entries, as_table
    from stockbond.releases.store import ReleaseStore

    paths = Paths.from_environment()
    kept = ReleaseStore(paths.published).kept()
    if not kept:
        raise StockbondError(f"There are no releases beside {paths.published}: run `stockbond build` first.")
    logs.show(as_table(kept), as_entries(kept))


@main.command(
    epilog="""\b
Examples:
  stockbond summary
  STOCKBOND_PUBLISHED=/data/stockbond.duckdb stockbond summary
"""
)
def summary() -> None:
    """Show what the published file says: correlations beside the paper's, days per regime, queries to try."""
    from stockbond.summary import summarize

    found = summarize(Paths.from_environment().published)
    logs.show(found.as_text(), found.as_entries())


def publish_and_tell(
    paths: Paths, keep: int, wait: bool, accept_shrinkage: bool, inputs_hash: str | None = None
) -> None:
    """Publish, and say what and where."""
    from stockbond.publish import publish as publish_file

    began = time.monotonic()
    release = publish_file(
        paths.warehouse, paths.published, keep=keep, wait=wait, say=say_waiting,
        accept_shrinkage=accept_shrinkage, inputs_hash=inputs_hash,
    )  # fmt: skip
    seconds, validation = time.monotonic() - began, release.seconds["validation"]
    size = paths.published.stat().st_size / 1e6
    logs.say(
        "validated", stage_line("validation", validation, release.validation_verdict),
        verdict=release.validation_verdict, seconds=validation,
    )  # fmt: skip
    published = f"{kind(release.is_simulated)} {release.release_id} in {paths.published}, {size:.0f} MB"
    logs.say(
        "published", stage_line("publish", seconds, published), seconds=round(seconds, 1),
        release_id=release.release_id, is_simulated=release.is_simulated, published=paths.published,
    )  # fmt: skip


def kind(is_simulated: bool) -> str:
    """What a release is called before people."""
    return "SIMULATED release" if is_simulated else "Release"


def say_waiting(message: str) -> None:
    """What another process makes this one wait for."""
    logs.say("waiting", message)


def show_progress(step: str, done: float) -> None:
    """One line for each step of a long command."""
    logs.say("progress", f"{done:4.0%}  {step}", share=round(done, 3))


def stage_line(stage: str, seconds: float, what: str) -> str:
    """What a stage of a build did, and how long it took; publish includes the validation beside it."""
    return f"  {stage:11}{seconds:7.1f} s  {what}"


def elapsed(began: float) -> str:
    """Seconds since a reading of the monotonic clock, for people."""
    return f"{time.monotonic() - began:.0f} s"


if __name__ == "__main__":
    main()
