"""What breaks a warehouse, done to this one on purpose: kills at any moment, and readers that never rest.

`make torture` runs the whole numbers on a simulated root of five days and writes benchmarks/results/torture.json;
the tests run the same functions with smaller ones.
"""

import argparse
import hashlib
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import psutil

from benchmarks.market import REPOSITORY
from benchmarks.reader import hashes_of, read
from stockbond.publish import publish
from stockbond.releases.store import ReleaseStore

RESULTS = REPOSITORY / "benchmarks" / "results" / "torture.json"
FIRST_DAY, LAST_DAY = date(2009, 1, 5), date(2009, 1, 9)
READERS = 8
LONGEST_WAIT_SECONDS = 1.0
# Who gets SIGKILL: the command and all that it started, only the dbt below it, or only the command itself, so
# that its dbt goes on alone and the next build has to wait for it.
TARGETS = ("group", "group", "dbt", "command")

Say = Callable[[str], None]


class NotSurvivedError(Exception):
    """Something was lost, or a reader saw what nobody should see."""


@dataclass(frozen=True)
class Place:
    """A data root with its files, all in one folder."""

    data: Path
    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.folder / "published" / "stockbond.duckdb"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `stockbond` here, in a process group of its own; its output goes to a file."""
        environment = {
            **os.environ,
            "STOCKBOND_DATA": str(self.data),
            "STOCKBOND_WAREHOUSE": str(self.warehouse),
            "STOCKBOND_PUBLISHED": str(self.published),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        program = Path(sys.executable).with_name("stockbond")
        with (self.folder / "output.txt").open("w", encoding="utf-8") as output:
            return subprocess.Popen(
                [str(program), *arguments], cwd=REPOSITORY, env=environment, stdout=output,
                stderr=subprocess.STDOUT, text=True, start_new_session=True,
            )  # fmt: skip

    def run(self, *arguments: str) -> float:
        """Run `stockbond` to its end; the seconds it took. It must succeed."""
        began = time.perf_counter()
        if (exit_code := self.start(*arguments).wait(timeout=600)) != 0:
            output = (self.folder / "output.txt").read_text(encoding="utf-8")
            raise NotSurvivedError(f"stockbond {' '.join(arguments)} ended with {exit_code}:\n{output}")
        return time.perf_counter() - began


def kill(process: subprocess.Popen[str], target: str) -> bool:
    """SIGKILL; False where the process had ended by then. Waits for its end, and for what it was to report."""
    if process.poll() is not None:
        return False
    children = psutil.Process(process.pid).children()
    if target == "group":
        os.killpg(process.pid, signal.SIGKILL)
    elif target == "dbt" and children:
        children[0].kill()
    else:
        process.kill()
    if process.wait(timeout=600) == 0:
        raise NotSurvivedError("the command reported success after its dbt was killed")
    return True


def kill_often(
    place: Place,
    arguments: Sequence[str],
    n_kills: int,
    within_seconds: float,
    chance: random.Random,
    between: Callable[[], None],
    say: Say = print,
) -> dict[str, Any]:
    """Kill a command `n_kills` times at random moments of its run, and look at what readers have after each.

    `between` runs after each kill. The published file must be whole at any time, and be the release from
    before or, where the command had come that far, its own.
    """
    moments: list[float] = []
    while len(moments) < n_kills:
        before = digest(place.published)
        kept = {release.release_id for release in ReleaseStore(place.published).kept()}
        moment = chance.uniform(0, within_seconds)
        process = place.start(*arguments)
        time.sleep(moment)
        target = TARGETS[len(moments) % len(TARGETS)] if arguments[0] == "build" else "group"
        if not kill(process, target):
            continue  # faster than thought: not a kill
        moments.append(round(moment, 2))
        say(f"{arguments[0]}: kill {len(moments)} of {n_kills} ({target}) after {moment:.1f} s")
        release_id, _, _ = read(place.published)
        if digest(place.published) != before and release_id in kept:
            raise NotSurvivedError(f"the published file changed and is still called {release_id}")
        between()
    return {"kills": n_kills, "survived": len(moments), "within_seconds": round(within_seconds, 1)}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kill_builds(
    place: Place,
    n_kills: int,
    within_seconds: float,
    chance: random.Random,
    build_each: bool,
    say: Say = print,
) -> dict[str, Any]:
    """Kill builds, each followed by a whole one that must succeed (or, to save time, only the last)."""

    def build() -> None:
        place.run("build")
        read(place.published)

    result = kill_often(
        place, ["build"], n_kills, within_seconds, chance, build if build_each else lambda: None, say
    )
    if not build_each:
        build()
    return result


def kill_publications(
    place: Place,
    n_kills: int,
    within_seconds: float,
    chance: random.Random,
    publish_each: bool,
    say: Say = print,
) -> dict[str, Any]:
    """Kill publications of ever new releases; the next one succeeds and removes what they left."""
    numbers = iter(range(n_kills + 1))

    def another() -> None:
        if publish_each:
            place.run("publish")
            check_left(place)
        rename_release(place.warehouse, next(numbers))

    rename_release(place.warehouse, next(numbers))
    result = kill_often(place, ["publish"], n_kills, within_seconds, chance, another, say)
    place.run("publish")
    check_left(place)
    return result


def check_left(place: Place) -> None:
    """Beside the kept releases, their manifests and the lock there is nothing."""
    store = ReleaseStore(place.published)
    left = [path for path in store.folder.iterdir() if path.name.startswith(".candidate")]
    if left or store.link.exists() or not any(release.is_current for release in store.kept()):
        raise NotSurvivedError(f"left behind in {store.folder}: {[path.name for path in left]}")


def rename_release(warehouse: Path, number: int) -> str:
    """Make the working file's last run another one, a second later for each number; its release's name."""
    ended = datetime(2030, 1, 1) + timedelta(seconds=number)
    with duckdb.connect(warehouse) as connection:
        connection.execute(
            "update build.runs set invocation_id = $1, completed_at_utc = $2"
            " where started_at_utc = (select max(started_at_utc) from build.runs)",
            [f"{number:08d}", ended],
        )
    return f"{ended:%Y%m%dT%H%M%SZ}-{number:08d}"


@dataclass(frozen=True)
class Passed:
    """A validation that lets everything pass: here the readers are on trial, not the data."""

    rows: list[dict[str, Any]]
    is_refused: bool = False
    verdict: str = "not validated"


def publish_before_readers(
    warehouse: Path, data: Path, folder: Path, n_publications: int, n_readers: int = READERS, say: Say = print
) -> dict[str, Any]:
    """Publish again and again, every table different each time, while readers open the file all the time.

    `warehouse` and `data` are copied into `folder` first. Raises NotSurvivedError where a reader met an error,
    a release that is not whole or not the one it says, or a wait above one second.
    """
    ours, root = folder / "readers.duckdb", folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(warehouse, ours)
    shutil.copytree(data, root)
    published = folder / "published" / "stockbond.duckdb"
    tables = prepare(ours, root)
    expected = dict([publish_numbered(ours, root, published, tables, 0)])
    stop = folder / "stop"
    reports = [folder / f"reader-{number}.json" for number in range(n_readers)]
    readers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.reader", str(published), str(stop), str(report)],
            cwd=REPOSITORY,
        )
        for report in reports
    ]
    try:
        for number in range(1, n_publications + 1):
            release_id, hashes = publish_numbered(ours, root, published, tables, number)
            same = [name for name in hashes if hashes[name] == list(expected.values())[-1].get(name)]
            if same:
                raise NotSurvivedError(f"two releases agree in {same}: readers could not tell them apart")
            expected[release_id] = hashes
            if number % 20 == 0:
                say(f"readers: publication {number} of {n_publications}")
    finally:
        stop.touch()
        for reader in readers:
            reader.wait(timeout=120)
    return judge([json.loads(report.read_text(encoding="utf-8")) for report in reports], expected)


def prepare(warehouse: Path, root: Path) -> list[str]:
    """Give every public table a column that numbers the publication, and at least one row; their names.

    The working file's data root becomes `root`.
    """
    with duckdb.connect(warehouse) as connection:
        connection.execute("update build.runs set data_root = $1", [str(root)])
        names = [
            f'{schema}."{table}"'
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables()"
                " where schema_name in ('marts', 'reports') order by all"
            ).fetchall()
        ]
        for name in names:
            [(is_empty,)] = connection.execute(f"select count(*) = 0 from {name}").fetchall()
            if is_empty:
                connection.execute(
                    f"create or replace table {name} as from {name} right join (select 1) on true"
                )
            connection.execute(f"alter table {name} add column publication integer")
    return names


def publish_numbered(
    warehouse: Path, root: Path, published: Path, tables: list[str], number: int
) -> tuple[str, dict[str, str]]:
    """Change every table of the working file, publish it, and return the release with the hash of each table.

    The hashes of what dbt builds are taken from the working file, before the publication.
    """
    release_id = rename_release(warehouse, number)
    (root / "series" / "custom").mkdir(parents=True, exist_ok=True)
    (root / "series" / "custom" / "publication.txt").write_text(f"{number}\n", encoding="utf-8")
    with duckdb.connect(warehouse) as connection:
        connection.begin()
        for name in tables:
            connection.execute(f"update {name} set publication = {number}")
        connection.execute(
            f"update intermediate.int_bars_session set volume = {1000 + number} where end_minute = 60"
        )
        connection.commit()
        hashes = hashes_of(connection)
    row = {
        "run_id": release_id, "suite": "none", "expectation": "none", "column_name": None,
        "severity": "warning", "success": True, "status": "passed", "observed": str(number), "expected": None,
    }  # fmt: skip
    release = publish(warehouse, published, keep=3, audit=lambda *_: Passed([row]))  # type: ignore[arg-type,return-value]
    written = {
        f"{table['table_schema']}.{table['table_name']}": table["content_hash"]
        for table in json.loads(release.manifest)["tables"]
    }
    differ = sorted(name for name in hashes if written.get(name) != hashes[name])
    if release.release_id != release_id or differ:
        raise NotSurvivedError(f"{release.release_id} was published with other rows in {differ}")
    return release_id, written


def judge(reports: list[dict[str, Any]], expected: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What the readers saw, against what was published."""
    faults = [fault for report in reports for fault in report["faults"]]
    for report in reports:
        for release_id, hashes in report["releases"].items():
            if hashes != expected.get(release_id):
                faults.append(f"a reader saw a release {release_id} that was never published like this")
    longest = max(report["longest_wait_seconds"] for report in reports)
    if longest > LONGEST_WAIT_SECONDS:
        faults.append(f"a reader waited {longest:.2f} s")
    if idle := sum(report["reads"] == 0 for report in reports):
        faults.append(f"{idle} reader(s) never read")
    if faults:
        raise NotSurvivedError(f"{len(faults)} faults of readers, first: {'; '.join(faults[:3])}")
    seen = {release_id for report in reports for release_id in report["releases"]}
    return {
        "publications": len(expected) - 1,
        "seen": len(seen & set(list(expected)[1:])),
        "readers": len(reports),
        "reads": sum(report["reads"] for report in reports),
        "errors": 0,
        "longest_wait_seconds": round(longest, 3),
    }


def table(results: dict[str, Any]) -> str:
    """The figures as Markdown. What a later run adds to the file (hostile inputs, expectations) joins below."""
    readers, builds, publications = results["readers"], results["build_kills"], results["publish_kills"]
    lines = [
        "| what was tried | how often | outcome |",
        "|---|---:|---|",
        f"| publications before {readers['readers']} readers that reconnect all the time "
        f"| {readers['publications']} | {readers['seen']} seen in {readers['reads']:,} reads, only whole "
        f"releases, {readers['errors']} errors, longest wait {readers['longest_wait_seconds']:.2f} s |",
        f"| SIGKILL of a build | {builds['kills']} | {builds['survived']} survived |",
        f"| SIGKILL of a publication | {publications['kills']} | {publications['survived']} survived |",
    ]
    for key in ("hostile_inputs", "expectations", "mutations"):
        if key in results:
            counted = results[key]
            lines.append(f"| {counted['label']} | {counted['tried']} | {counted['outcome']} |")
    lines += [
        "",
        f"Measured on {results['date']}, {results['machine']['cores']} cores ({results['machine']['system']} "
        f"{results['machine']['architecture']}), on a simulated market of five days.",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="of builds, and of publications (default: 20)")
    parser.add_argument("--publications", type=int, default=200, help="before the readers (default: 200)")
    parser.add_argument("--seed", type=int, default=20090105, help="of the moments of the kills")
    options = parser.parse_args()

    from stockbond.simulate import simulate

    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="stockbond-torture-") as scratch:
        place = Place(Path(scratch) / "data", Path(scratch) / "place")
        simulate(place.data, FIRST_DAY, LAST_DAY)
        place.run("build")
        build_seconds, publish_seconds = place.run("build"), place.run("publish")
        measured = {
            "date": datetime.now(UTC).date().isoformat(),
            "seed": options.seed,
            "machine": {
                "system": platform.system(), "architecture": platform.machine(), "cores": os.cpu_count()
            },
            "readers": publish_before_readers(
                place.warehouse, place.data, Path(scratch) / "readers", options.publications
            ),
            "publish_kills": kill_publications(place, options.kills, publish_seconds, chance, True),
            "build_kills": kill_builds(place, options.kills, build_seconds, chance, True),
        }  # fmt: skip
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    RESULTS.write_text(json.dumps({**known, **measured}, indent=1) + "\n", encoding="utf-8")
    print(table({**known, **measured}))


if __name__ == "__main__":
    main()
