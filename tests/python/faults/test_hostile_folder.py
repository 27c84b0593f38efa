"""A build in a folder whose name would be SQL, a template or a format, while a `dbt build` comes too."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from builds import PROJECT_ROOT
from hostile_inputs import HOSTILE_FOLDER, PATTERN_FOLDERS
from preflighter import Preflight
from releasing import rows

from benchmarks.reader import read
from benchmarks.torture import FIRST_DAY, LAST_DAY, Place, check_left
from stockbond.working_file import writer_of
from stockbond_simulator import simulate


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A market of five days in a hostile folder, not built yet."""
    folder = tmp_path_factory.mktemp("place") / HOSTILE_FOLDER
    simulate(folder / "data", FIRST_DAY, LAST_DAY)
    return Place(folder / "data", folder)


@dataclass(frozen=True)
class Meeting:
    """A `stockbond build` and a plain `dbt build` that came in between, on one working file."""

    first: subprocess.Popen[str]
    was_under_way: bool
    second: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def meeting(place: Place) -> Meeting:
    """Both builds, ended by now."""
    first = place.start("build")
    while first.poll() is None and writer_of(place.warehouse) is None:
        time.sleep(0.1)
    dbt = str(Path(sys.executable).with_name("dbt"))
    second = subprocess.run(
        [dbt, "build"], env=place.environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    was_under_way = first.poll() is None
    first.wait(timeout=600)
    return Meeting(first, was_under_way, second)


def test_a_plain_dbt_build_during_a_build_is_refused(meeting: Meeting) -> None:
    assert meeting.was_under_way
    assert meeting.second.returncode == 2
    assert "Could not set lock on file" in meeting.second.stdout
    assert "PID" in meeting.second.stdout


def test_every_command_works_in_a_hostile_folder(place: Place, meeting: Meeting) -> None:
    assert meeting.first.returncode == 0, (place.folder / "output.txt").read_text(encoding="utf-8")
    release_id, _, _ = read(place.published)
    check_left(place)
    for command in (["validate"], ["publish"], ["releases"], ["summary"], ["doctor"], ["report"]):
        place.run(*command)
    assert read(place.published)[0] == release_id
    manifest = json.loads((place.data / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["path"] for entry in manifest["files"] if not entry["path"].startswith("truth")}
    with_rows = "select file from reports.rpt_release_files where n_rows > 0"
    assert {row[0] for row in rows(place.published, with_rows)} == listed


@pytest.mark.parametrize("name", PATTERN_FOLDERS)
def test_a_data_root_that_is_a_pattern_is_refused(
    preflight: Preflight, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / name / "series" / "custom"
    folder.mkdir(parents=True)
    (folder / "MINE.csv").write_text("date,value\n2019-08-01,1\n")
    monkeypatch.setenv("STOCKBOND_DATA", str(tmp_path / name))
    message = preflight.message()
    assert f"{tmp_path / name} has one of the characters" in message
    assert "rename the folder" in message
