"""Ctrl-C and SIGTERM end a build with all that it started, and leave nothing in the way of the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builds import PROJECT_ROOT

from benchmarks.torture import Place
from stockbond import build as building
from stockbond.dbt_log import DbtLog
from stockbond.releases.locks import only_builder
from stockbond.working_file import writer_of

PATIENCE = 300  # seconds, on a machine with other things to do


def stockbond_build(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    script = str(Path(sys.executable).with_name("stockbond"))
    return subprocess.Popen(
        [script, "build", *arguments], env=environment, cwd=PROJECT_ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def dbt_at_work(working: Path) -> int:
    """The number of the dbt process, once it has tables in the working file."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if working.exists() and working.stat().st_size > 1_000_000 and (writer := writer_of(working)):
            return int(writer.split()[-1])
        time.sleep(0.2)
    raise TimeoutError("dbt never wrote the working file")


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


POLITE = """
import pathlib, signal, sys, time
def end(*_):
    pathlib.Path(sys.argv[1]).write_text("closed")
    sys.exit()
signal.signal(signal.SIGTERM, end)
print("started", flush=True)
time.sleep(30)
"""
DEAF = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), flush=True)
while True:
    time.sleep(30)
"""


class Interrupted(DbtLog):
    """Ctrl-C comes while the first line is taken."""

    def take(self, line: str) -> None:
        self.first = line
        raise KeyboardInterrupt


def stopped(program: str, *arguments: str) -> Interrupted:
    """What becomes of a program in the place of dbt when the build is stopped."""
    log = Interrupted(verbose=False)
    with pytest.raises(KeyboardInterrupt):
        building.run([sys.executable, "-c", program, *arguments], PROJECT_ROOT, dict(os.environ), log)
    return log


def test_dbt_is_asked_to_end_and_may_put_away_what_it_has_in_hand(tmp_path: Path) -> None:
    stopped(POLITE, str(tmp_path / "ended"))
    assert (tmp_path / "ended").read_text() == "closed"


def test_a_dbt_that_does_not_listen_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "SECONDS_TO_END", 0.2)
    process = int(stopped(DEAF).first)  # it would never end by itself
    assert not is_alive(process)


def test_a_build_that_is_stopped_takes_dbt_with_it_and_the_next_one_works(
    small_root: Path, tmp_path: Path
) -> None:
    place = Place(small_root, tmp_path)
    working = Path(place.environment["STOCKBOND_WAREHOUSE"])
    for number, exit_code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
        working.unlink(missing_ok=True)
        build = stockbond_build(place.environment)
        dbt = dbt_at_work(working)
        assert dbt != build.pid
        build.send_signal(number)
        _, said = build.communicate(timeout=60)
        assert build.returncode == exit_code
        assert f"Stopped by {number.name}. The published file is as it was." in said
        assert "Traceback" not in said
        assert not is_alive(dbt)
        with only_builder(working, wait=False):
            pass
    # A part of the project, for it is quick: built, and refused only as a release.
    done = stockbond_build(place.environment, "--select", "stg_custom__observations")
    output, said = done.communicate(timeout=PATIENCE)
    assert "Built in" in output, said
    assert "only a part" in said
