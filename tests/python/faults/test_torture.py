"""`make torture` in small: the same code with three kills and ten publications before three readers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from builds import Build
from releasing import publish

from benchmarks.publications import NotSurvivedError, judge, publish_before_readers
from benchmarks.reader import read
from benchmarks.torture import FIRST_DAY, LAST_DAY, Place, check_left, kill_builds, kill_publications
from stockbond_simulator import simulate

KILLS, PUBLICATIONS, READERS, SEED = 3, 10, 3, 2009
# About what a build and a publication take on a small machine.
BUILD_SECONDS, PUBLISH_SECONDS = 18.0, 6.0


@pytest.fixture(scope="module")
def place(small_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A market of five days whose builds were killed three times before one was left in peace, while readers
    had another release."""
    folder = tmp_path_factory.mktemp("torture")
    place = Place(folder / "data", folder / "place")
    simulate(place.data, FIRST_DAY, LAST_DAY)
    publish(small_build.warehouse, place.published)
    before, _, _ = read(place.published)
    killed = kill_builds(place, KILLS, BUILD_SECONDS, random.Random(SEED), build_each=False)
    assert killed["survived"] == KILLS
    assert read(place.published)[0] != before
    return place


def test_killed_builds_leave_the_release_and_the_next_one_succeeds(place: Place) -> None:
    check_left(place)


def test_readers_see_only_whole_releases(place: Place, tmp_path: Path) -> None:
    seen = publish_before_readers(place.warehouse, place.data, tmp_path / "readers", PUBLICATIONS, READERS)
    assert seen["publications"] == PUBLICATIONS
    assert seen["seen"] > PUBLICATIONS / 2
    assert seen["errors"] == 0


def test_killed_publications_leave_the_release_and_the_next_one_cleans_up(place: Place) -> None:
    killed = kill_publications(place, KILLS, PUBLISH_SECONDS, random.Random(SEED), publish_each=False)
    assert killed["survived"] == KILLS


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        ({"faults": ["IOException: gone"]}, "IOException"),
        ({"releases": {"a": {"marts.x": "1"}}}, "never published like this"),
        ({"releases": {"unknown": {"marts.x": "0"}}}, "never published like this"),
        ({"longest_wait_seconds": 1.5}, "waited 1.50 s"),
        ({"reads": 0}, "never read"),
    ],
)
def test_readers_faults_are_faults(spoiled: dict[str, object], reason: str) -> None:
    report = {"reads": 5, "releases": {"a": {"marts.x": "0"}}, "longest_wait_seconds": 0.1, "faults": []}
    expected = {"first": {}, "a": {"marts.x": "0"}}
    assert judge([report], expected)["seen"] == 1
    with pytest.raises(NotSurvivedError, match=reason):
        judge([report, {**report, **spoiled}], expected)
