"""The files of the releases: for reading, by everybody, each its own, and missed when somebody holds one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from releasing import opened_for_writing, publish_as, rows

from benchmarks.reader import read
from stockbond.cli import main
from stockbond.errors import HeldError
from stockbond.publish import roll_back
from stockbond.releases.store import ReleaseStore


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "new" / "readers" / "stockbond.duckdb"


@pytest.fixture(params=[0o077, 0o000], ids=["careful", "careless"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Permissions that the process takes from new files."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everybody_may_read_and_nobody_write_whatever_the_umask(
    light: Path, published: Path, umask: int
) -> None:
    first = publish_as(1, light, published).release_id
    publish_as(2, light, published)
    store = ReleaseStore(published)
    files = [published, *store.folder.glob("*.duckdb"), *store.folder.glob("*.json")]
    assert len(files) == 5
    assert {mode(path) for path in files} == {0o444}
    folders = (store.folder, published.parent, published.parent.parent)
    assert {mode(path) for path in folders} == {0o755}
    roll_back(published, first)
    assert mode(published) == 0o444
    # A current release from before this folder was there is kept like any other.
    (store.folder / f"{first}.duckdb").unlink()
    publish_as(3, light, published)
    assert mode(store.folder / f"{first}.duckdb") == 0o444


def test_what_is_done_to_the_published_file_does_not_reach_the_kept_one(light: Path, published: Path) -> None:
    release_id = publish_as(1, light, published).release_id
    kept = ReleaseStore(published).folder / f"{release_id}.duckdb"
    assert not published.samefile(kept)
    assert published.read_bytes() == kept.read_bytes()
    published.chmod(0o644)
    with duckdb.connect(published) as connection:
        connection.execute("delete from marts.dim_trading_days")
    with pytest.raises(ValueError, match="is not whole"):
        read(published)
    assert roll_back(published, release_id).release_id == read(published)[0] == release_id


def test_a_published_file_that_somebody_writes_is_an_error_by_name(light: Path, published: Path) -> None:
    """It passed for no release: the next had no predecessor, and what was restated since was never told."""
    first = publish_as(1, light, published).release_id
    with opened_for_writing(published) as writer:
        with pytest.raises(HeldError) as held:
            publish_as(2, light, published)
        assert f"Process {writer} has {published} open for writing" in str(held.value)
        assert not ReleaseStore(published).candidate.exists()
    assert read(published)[0] == first
    assert publish_as(2, light, published).previous_release_id == first


def test_a_kept_release_that_somebody_writes_stops_the_publication_before_it_begins(
    light: Path, published: Path
) -> None:
    """It was left out when the old ones were removed, so six were kept of five."""
    ids = [publish_as(number, light, published, keep=2).release_id for number in (1, 2)]
    kept = ReleaseStore(published).folder / f"{ids[0]}.duckdb"
    with opened_for_writing(kept) as writer:
        with pytest.raises(HeldError, match=f"Process {writer} has {kept}"):
            publish_as(3, light, published, keep=2)
        assert read(published)[0] == ids[1]
    third = publish_as(3, light, published, keep=2).release_id
    assert [release.release_id for release in ReleaseStore(published).kept()] == [third, ids[1]]


@pytest.mark.parametrize("command", ["releases", "summary", "publish --rollback"])
def test_commands_name_who_holds_the_file(
    light: Path, published: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    publish_as(1, light, published)
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(published))
    with opened_for_writing(published) as writer:
        done = CliRunner().invoke(main, command.split())
    assert done.exit_code == 1
    assert f"Process {writer} has {published} open for writing" in done.stderr
    assert rows(published, "select count(*) from reports.rpt_release") == [(1,)]
