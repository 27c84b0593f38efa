"""The bar path on a Spark cluster of this machine, the whole way to a published release: `make spark-demo`.

It starts a master and two workers, simulates a year of five instruments with faults in it, builds on the cluster,
publishes, builds the same on DuckDB, and compares every public table. However it ends, it stops what it started.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
from builds import each, rewrite_file, write_manifest_again
from spark_cluster import ClusterError, SparkCluster
from two_releases import TwoReleases

from stockbond.commands import stoppable
from stockbond.errors import StockbondError
from stockbond.paths import project_root, shown
from stockbond.spark import require_spark

FOLDER = project_root() / "target" / "spark-demo"
FIRST, LAST = date(2009, 1, 1), date(2009, 12, 31)
SECONDS_TO_END = 30  # of a build that is stopped; it gives dbt ten
SPREAD = "-0.25 as open, 0.5 as high, -0.5 as low, 0.25 as close"


def hour(day: str, minutes: int = 60) -> str:
    """The bars of a day's minutes from 15:00 UTC on."""
    return f"bar_start_utc between timestamp '{day} 15:00' and timestamp '{day} 15:{minutes - 1:02d}'"


FLAT = "case when cast(bar_start_utc as date) = date '2009-08-12' then 97 else @ end"
# What is planted, by instrument, and the query of its file in place of the simulated one. Rolls are simulated.
PLANTED = {
    "ES": (
        "a gap of an hour, a high below the low, calendar spreads every twenty minutes",
        f"""
        select * replace (case when {hour('2009-05-13', 1)} then low - 1 else high end as high)
        from rows where not {hour('2009-03-03')}
        union all
        select * replace (
            contract || '-' || replace(contract, 'H', 'Z') as contract,
            {SPREAD}
        )
        from rows where contract like 'ESH%' and minute(bar_start_utc) % 20 = 0
        """,
    ),
    "TY": (
        "an hour that comes twice, twelve bars with a copy that contradicts them",
        f"""
        from rows
        union all
        from rows where {hour('2009-06-17')}
        union all
        select * replace ({each('@ + 1.0 / 64')}) from rows where {hour('2009-06-18', 12)}
        """,
    ),
    "TU": ("a day without a bar", "from rows where cast(bar_start_utc as date) <> date '2009-07-15'"),
    "RATE3M": (
        "a day on which the price stands still",
        f"select * replace ({each(FLAT)}) from rows",
    ),
    "USD": (
        "a month that lacks every seventh minute",
        "from rows where month(bar_start_utc) <> 9 or minute(bar_start_utc) % 7 <> 0",
    ),
}  # fmt: skip


@contextmanager
def stage(what: str) -> Iterator[None]:
    """Say what is done, and how long it took."""
    print(f"\n== {what}", flush=True)
    began = time.monotonic()
    yield
    print(f"   {time.monotonic() - began:.1f} s", flush=True)


def simulate_with_faults(root: Path) -> None:
    """A year of the simulated market, and in each instrument's bars what a vendor may do to them."""
    from stockbond_simulator import simulate

    done = simulate(root, FIRST, LAST)
    for instrument, (what, query) in PLANTED.items():
        [path] = (root / "bars" / "canonical" / instrument).glob("*.parquet")
        rewrite_file(path, query)
        print(f"   {instrument:7} {what}")
    write_manifest_again(root)
    [(n_bars,)] = duckdb.execute(f"select count(*) from '{root}/bars/**/*.parquet'").fetchall()
    print(f"   {n_bars:,} bars of {done.n_sessions} sessions in {shown(root)}")


def build(place: Path, root: Path, environment: Mapping[str, str], *options: str) -> Path:
    """`stockbond build` in a place of its own, in a process of its own; the published file. If we are stopped, it
    ends, too."""
    published = place / "published" / "stockbond.duckdb"
    paths = {
        "STOCKBOND_DATA": str(root),
        "STOCKBOND_WAREHOUSE": str(place / "working.duckdb"),
        "STOCKBOND_PUBLISHED": str(published),
    }
    command = [str(Path(sys.executable).with_name("stockbond")), "build", *options]
    print(f"   {shown(Path(command[0]))} {' '.join(command[1:])}", flush=True)
    # pyspark warns of pandas 3, which no SQL touches.
    quiet = {"PYTHONWARNINGS": "ignore::FutureWarning"}
    with subprocess.Popen(command, env={**os.environ, **quiet, **environment, **paths}) as running:
        try:
            exit_code = running.wait()
        finally:
            if running.poll() is None:
                running.terminate()
                try:
                    running.wait(SECONDS_TO_END)
                except subprocess.TimeoutExpired:
                    running.kill()
    if exit_code:
        raise StockbondError(f"The build ended with exit code {exit_code}.")
    return published


def show_release(published: Path) -> None:
    """Who made the release, what the faults came to, and how to look at it."""
    with duckdb.connect(published, read_only=True) as connection:
        [(release, manifest)] = connection.execute(
            "select release_id, manifest from reports.rpt_release"
        ).fetchall()
        reasons = connection.execute(
            "select reason, sum(n_rows)::int from reports.rpt_quarantine_summary group by all order by all"
        ).fetchall()
        [(n_rolls,)] = connection.execute("select count(*) from marts.dim_contract_rolls").fetchall()
    print(f"   release {release}, bars made by {json.loads(manifest)['vars']['bars_made_by']}")
    print(f"   {n_rolls} rolls; in quarantine: " + ", ".join(f"{n} {reason}" for reason, n in reasons))


def compare(on_spark: Path, on_duckdb: Path) -> int:
    """Print what differs in the public tables of the two files; how many tables do."""
    releases = TwoReleases(on_duckdb, on_spark)
    different = releases.differences()
    for table, found in different.items():
        for line in found[:5]:
            print(f"   {table}: {line}")
    n_same = len(set(releases.tables("one")) - set(different))
    print(
        f"   {n_same} public tables are the same, {len(different)} are not; rpt_release says who built it and when"
    )
    return len(different)


def demo(folder: Path) -> int:
    """All of it; the number of tables that differ."""
    require_spark()
    shutil.rmtree(folder, ignore_errors=True)
    root = folder / "data"
    with SparkCluster(folder / "cluster") as cluster:
        with stage("a master and two workers, one processor and a gigabyte each"):
            cluster.start()
            print(f"   {cluster.address}, its page {cluster.page}, its logs in {shown(cluster.folder)}")
        with stage("a simulated year of five instruments, with faults"):
            simulate_with_faults(root)
        with stage("the bars on Spark, everything else on DuckDB, one release"):
            on_spark = build(folder / "spark", root, cluster.environment, "--bars-on", "spark")
            show_release(on_spark)
    print("\nThe cluster has ended.")
    with stage("the same data root on DuckDB alone"):
        on_duckdb = build(folder / "duckdb", root, {})
    with stage("every public table of the two releases side by side"):
        different = compare(on_spark, on_duckdb)
    command = f"STOCKBOND_PUBLISHED={on_spark} {shown(Path(sys.executable).with_name('stockbond'))}"
    print(
        f"\nThe release whose bars Spark made is {on_spark}. Look at it with\n  {command} summary\n  {command} explore"
    )
    return different


def main() -> int:
    """Run the demo; 1 where tables differ, 2 where it could not be run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where all of it lies; it is made anew")
    folder: Path = parser.parse_args().folder.absolute()
    with stoppable():
        try:
            return int(demo(folder) > 0)
        except (StockbondError, ClusterError) as error:
            print(error, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main())
