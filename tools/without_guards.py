"""Takes each guard away, one at a time, in a copy of the project: does the test that is meant for it fail?

A test that passes without its guard proves nothing. guards.toml lists both. Every guard that was missed is
written down, with the day. `make torture` tries all of them; `python tools/without_guards.py rename lock`
tries those with one of these words in their fault, `--new` those that were not tried as they stand now.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue

from sharing import FOLDER as SHARED

PROJECT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).with_name("guards.toml")
TRIED = PROJECT / "benchmarks" / "results" / "guards.json"
LONGEST_SECONDS = 600
AT_A_TIME = 2
NOTICED, SKIPPED = "noticed", "skipped"


@dataclass(frozen=True)
class Guard:
    """What keeps a fault away: a text that stands once in a file.

    `without` stands there when it is gone, `test` (file::name) fails then. A guard that shapes the tables
    themselves `is_built`: its test shares no build with others.
    """

    fault: str
    file: str
    guard: str
    without: str
    test: str
    is_built: bool = False

    def taken_away(self, text: str) -> str:
        """The file's text without the guard."""
        if text.count(self.guard) != 1 or self.guard == self.without:
            raise ValueError(f"{self.fault}: the guard must stand in {self.file} once, {self.guard!r}")
        return text.replace(self.guard, self.without)

    @property
    def fingerprint(self) -> str:
        """Changes with what is taken away and with the test, not with the folders they lie in."""
        said = "\0".join([self.guard, self.without, self.test.rpartition("::")[2]])
        return hashlib.sha256(said.encode()).hexdigest()[:12]


GUARDS = [Guard(**entry) for entry in tomllib.loads(LIST.read_text(encoding="utf-8"))["guards"]]


@dataclass(frozen=True)
class Copy:
    """The project in a folder of its own, in which tests run and files may be spoiled.

    What tests build lies in `shared`, for all copies.
    """

    folder: Path
    shared: Path

    @property
    def root(self) -> Path:
        return self.folder / "stockbond"

    @property
    def environment(self) -> dict[str, str]:
        """Python, and every program that tests start, takes the package from the copy. Real data are not
        required there: without them a test is skipped, which must not look like a failure."""
        required = [name for name in os.environ if name.startswith("STOCKBOND_REQUIRE_")]
        return {
            **{name: value for name, value in os.environ.items() if name not in required},
            "PYTHONPATH": str(self.root / "src"),
            SHARED: str(self.shared),
        }

    def make(self) -> None:
        """Copy what git tracks or would track."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=PROJECT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        for name in set(filter(None, listed.stdout.split("\0"))):
            if (PROJECT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(PROJECT / name, self.root / name)
        used = subprocess.run(
            [sys.executable, "-c", "import stockbond; print(stockbond.__file__)"],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        if not Path(used.stdout.strip()).is_relative_to(self.root):
            raise RuntimeError(f"tests would use {used.stdout.strip()} and not the copy")

    def run(
        self, tests: Sequence[str], *, processes: int = 0, share: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run tests up to the first that fails, in this many processes beside pytest's own."""
        options = ["-n", str(processes), "-x", "--basetemp", str(self.folder / "pytest")]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *options, *(f"tests/python/{test}" for test in tests)],
            cwd=self.root,
            env={**self.environment, **({} if share else {SHARED: ""})},
            capture_output=True, text=True, check=False, timeout=None if processes else LONGEST_SECONDS,
        )  # fmt: skip

    def outcome_without(self, guard: Guard) -> str:
        """What the guard's test says when the guard is gone; an error before the test itself is no answer."""
        file = self.root / guard.file
        sound = file.read_text(encoding="utf-8")
        file.write_text(guard.taken_away(sound), encoding="utf-8")
        try:
            done = self.run([guard.test], share=not guard.is_built)
        except subprocess.TimeoutExpired:
            return f"NO ANSWER within {LONGEST_SECONDS} s"
        finally:
            file.write_text(sound, encoding="utf-8")
        if done.returncode == 1 and f"FAILED tests/python/{guard.test}" in done.stdout:
            return NOTICED
        if done.returncode == 0:
            return "NOT NOTICED" if re.search(r"\d+ passed", done.stdout) else SKIPPED
        return f"NO ANSWER, pytest ended with {done.returncode}\n{done.stdout}{done.stderr}"


def try_without(guards: Sequence[Guard]) -> list[str]:
    """The outcome of each guard, printed as it comes. Raises RuntimeError if a test fails with its guard."""
    began = time.monotonic()

    def tell(words: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s  {words}", flush=True)

    with tempfile.TemporaryDirectory(prefix="stockbond-guards-") as scratch:
        copies: Queue[Copy] = Queue()
        for number in range(AT_A_TIME):
            copy = Copy(Path(scratch) / f"copy{number}", Path(scratch))
            copy.make()
            copies.put(copy)
        sound = copy.run(sorted({guard.test for guard in guards}), processes=AT_A_TIME)
        if sound.returncode != 0:
            raise RuntimeError(f"tests fail with every guard in place:\n{sound.stdout}{sound.stderr}")
        tell("the tests pass with every guard in place")

        def try_one(guard: Guard) -> str:
            copy = copies.get()
            try:
                outcome = copy.outcome_without(guard)
            finally:
                copies.put(copy)
            tell(f"{guard.fault}: {outcome}")
            return outcome

        with ThreadPoolExecutor(AT_A_TIME) as pool:
            return list(pool.map(try_one, guards))


def main() -> int:
    words = sys.argv[1:]
    if words == ["--new"]:
        guards = [guard for guard in GUARDS if not was_noticed(guard)]
    else:
        guards = [guard for guard in GUARDS if not words or any(word in guard.fault for word in words)]
    outcomes = try_without(guards) if guards else []
    write_down([guard for guard, outcome in zip(guards, outcomes, strict=True) if outcome == NOTICED])
    if bad := [outcome for outcome in outcomes if outcome not in (NOTICED, SKIPPED)]:
        print(f"{len(bad)} of {len(guards)} guards can go without a test that fails", file=sys.stderr)
        return 1
    return 0


def tried() -> dict[str, dict[str, str]]:
    """Of each fault: the day on which its guard was missed, and the guard's fingerprint then."""
    if not TRIED.is_file():
        return {}
    known: dict[str, dict[str, str]] = json.loads(TRIED.read_text(encoding="utf-8"))
    return known


def was_noticed(guard: Guard) -> bool:
    """Was the guard missed, as it stands now?"""
    return tried().get(guard.fault, {}).get("fingerprint") == guard.fingerprint


def write_down(guards: Sequence[Guard]) -> None:
    """Note which guards were missed today; those that are gone from the list go."""
    today = datetime.now(UTC).date().isoformat()
    known = tried() | {
        guard.fault: {"noticed_on": today, "fingerprint": guard.fingerprint} for guard in guards
    }
    kept = {guard.fault: known[guard.fault] for guard in GUARDS if guard.fault in known}
    TRIED.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.path.insert(0, str(PROJECT))
    from benchmarks.torture import record

    record({"guards": counted()})


def counted() -> dict[str, object]:
    """The part of the results file that README shows."""
    return {
        "label": "guards of the code taken away, one at a time",
        "tried": sum(map(was_noticed, GUARDS)),
        "outcome": "without each a test fails",
    }


if __name__ == "__main__":
    sys.exit(main())
