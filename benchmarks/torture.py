"""What breaks a warehouse, done to this one on purpose: kills at any moment, and readers that never rest.

`make torture` runs the whole numbers on a simulated root of five days and writes the results to
benchmarks/results/torture.json; the tests run the same functions with smaller ones.
"""

import argparse
import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from benchmarks.market import REPOSITORY
from benchmarks.publications import NotSurvivedError, publish_before_readers, rename_release
from benchmarks.reader import read
from stockbond.landing import sha256
from stockbond.releases.store import ReleaseStore

RESULTS = REPOSITORY / "benchmarks" / "results" / "torture.json"
FIRST_DAY, LAST_DAY = date(2009, 1, 5), date(2009, 1, 9)
PARTS = ("readers", "publish_kills", "build_kills")
# Parts that other checks count: each a dict of label, tried and outcome, as they stand in the table.
OTHERS = ("hostile_inputs", "guards", "expectations", "mutations")
# Who gets SIGKILL: the command and all that it started, only the dbt below it, or only the command itself, so
# that its dbt goes on alone and the next build has to wait for it.
TARGETS = ("group", "group", "dbt", "command")

Note = Callable[[dict[str, Any]], None]


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

    @property
    def environment(self) -> dict[str, str]:
        """What a command here finds in its environment."""
        return {
            **os.environ,
            "STOCKBOND_DATA": str(self.data),
            "STOCKBOND_WAREHOUSE": str(self.warehouse),
            "STOCKBOND_PUBLISHED": str(self.published),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `stockbond` here, in a process group of its own; its output goes to a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        program = Path(sys.executable).with_name("stockbond")
        with (self.folder / "output.txt").open("w", encoding="utf-8") as output:
            return subprocess.Popen(
                [str(program), *arguments], cwd=REPOSITORY, env=self.environment, stdout=output,
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
    """SIGKILL, and wait for the end; False where the process had ended by then."""
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
    note: Note,
) -> dict[str, Any]:
    """Kill a command `n_kills` times at random moments of its run, and look at what readers have after each.

    `between` runs after each kill. The published file must be whole at any time, and be the release from
    before or, where the command had come that far, its own. `note` gets the counts after each kill.
    """
    counts = {"kills": 0, "survived": 0, "within_seconds": round(within_seconds, 1)}
    while counts["kills"] < n_kills:
        before = sha256(place.published)
        kept = {release.release_id for release in ReleaseStore(place.published).kept()}
        moment = chance.uniform(0, within_seconds)
        process = place.start(*arguments)
        time.sleep(moment)
        target = TARGETS[int(counts["kills"]) % len(TARGETS)] if arguments[0] == "build" else "group"
        if not kill(process, target):
            continue  # faster than thought: not a kill
        counts["kills"] += 1
        print(
            f"{arguments[0]}: kill {counts['kills']} of {n_kills} ({target}) after {moment:.1f} s", flush=True
        )
        release_id, _, _ = read(place.published)
        if sha256(place.published) != before and release_id in kept:
            raise NotSurvivedError(f"the published file changed and is still called {release_id}")
        between()
        counts["survived"] += 1
        note(counts)
    return counts


def kill_builds(
    place: Place,
    n_kills: int,
    within_seconds: float,
    chance: random.Random,
    build_each: bool,
    note: Note = lambda _: None,
) -> dict[str, Any]:
    """Kill builds, each followed by a whole one that must succeed (or, to save time, only the last)."""

    def build() -> None:
        place.run("build", "--force")
        read(place.published)

    result = kill_often(
        place,
        ["build", "--force"],
        n_kills,
        within_seconds,
        chance,
        build if build_each else lambda: None,
        note,
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
    note: Note = lambda _: None,
) -> dict[str, Any]:
    """Kill publications of ever new releases; the next one succeeds and removes what they left."""
    numbers = iter(range(n_kills + 1))

    def another() -> None:
        if publish_each:
            place.run("publish")
            check_left(place)
        rename_release(place.warehouse, next(numbers))

    rename_release(place.warehouse, next(numbers))
    result = kill_often(place, ["publish"], n_kills, within_seconds, chance, another, note)
    place.run("publish")
    check_left(place)
    return result


def check_left(place: Place) -> None:
    """Beside the kept releases, their manifests and the lock there is nothing."""
    store = ReleaseStore(place.published)
    left = [path for path in store.folder.iterdir() if path.name.startswith(".candidate")]
    if left or store.incoming.exists() or not any(release.is_current for release in store.kept()):
        raise NotSurvivedError(f"left behind in {store.folder}: {[path.name for path in left]}")


def table(results: dict[str, Any]) -> str:
    """What the results file holds, as Markdown: one line for each part that was run."""
    lines = ["| what was tried | how often | outcome |", "|---|---:|---|"]
    if readers := results.get("readers"):
        lines.append(
            f"| publications before {readers['readers']} readers that reconnect all the time "
            f"| {readers['publications']} | {readers['seen']} seen in {readers['reads']:,} reads, only whole "
            f"releases, {readers['errors']} errors, longest wait for the file "
            f"{readers['longest_wait_seconds']:.2f} s |"
        )
    for part, label in (("build_kills", "SIGKILL of a build"), ("publish_kills", "SIGKILL of a publication")):
        if kills := results.get(part):
            lines.append(f"| {label} at a random moment | {kills['kills']} | {kills['survived']} survived |")
    for other in OTHERS:
        if counted := results.get(other):
            lines.append(f"| {counted['label']} | {counted['tried']} | {counted['outcome']} |")
    machine = results["machine"]
    lines += [
        "",
        f"Measured on {results['date']}, {machine['cores']} cores ({machine['system']} "
        f"{machine['architecture']}), on a SIMULATED market of five days.",
    ]
    return "\n".join(lines)


def record(measured: dict[str, Any]) -> dict[str, Any]:
    """Add what was measured to the results file, which keeps the rest; all that it holds now."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    machine = {"system": platform.system(), "architecture": platform.machine(), "cores": os.cpu_count()}
    results = {**known, "date": datetime.now(UTC).date().isoformat(), "machine": machine, **measured}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return results


def record_part(part: str, measured: dict[str, Any]) -> None:
    """Add one part to the results file."""
    record({part: measured})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=[*PARTS], help="default: all of them")
    parser.add_argument("--kills", type=int, default=20, help="of builds, and of publications (default: 20)")
    parser.add_argument("--publications", type=int, default=200, help="before the readers (default: 200)")
    parser.add_argument("--seed", type=int, default=20090105, help="of the moments of the kills")
    options = parser.parse_args()

    from stockbond_simulator import simulate

    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="stockbond-torture-") as scratch:
        place = Place(Path(scratch) / "data", Path(scratch) / "place")
        simulate(place.data, FIRST_DAY, LAST_DAY)
        seconds = {command: place.run(command) for command in ("build", "publish")}
        parts: dict[str, Callable[[Note], dict[str, Any]]] = {
            "readers": lambda _: publish_before_readers(
                place.warehouse, place.data, Path(scratch) / "readers", options.publications
            ),
            "publish_kills": lambda note: kill_publications(
                place, options.kills, seconds["publish"], chance, True, note
            ),
            "build_kills": lambda note: kill_builds(
                place, options.kills, seconds["build"], chance, True, note
            ),
        }
        for part in options.parts:
            # Written after each kill, too: what was done counts, even if the rest is never reached.
            results = record({part: parts[part](partial(record_part, part))})
    print(table(results))


if __name__ == "__main__":
    main()
