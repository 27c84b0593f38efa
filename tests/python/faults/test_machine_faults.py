"""Faults of the machine: a full disk, a read-only one, no permission. Nothing that was there is lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
import releasing
from builds import PROJECT_ROOT, Build

from stockbond.errors import PublishError
from stockbond.publish import publish
from stockbond.releases.store import ReleaseStore

YESTERDAY = b"the release of yesterday"
UNPRIVILEGED = [
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
]  # root who must ask for permission


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts file systems in memory; only root may, and not in every container."""
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir(exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "none", str(place)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"a disk of its own cannot be mounted here: {done.stderr.strip()}")
        mounted.append(place)
        return place

    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only root mounts a disk")
    yield mount
    for place in mounted:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """The environment of a build whose release of yesterday lies at the published path."""
    (tmp_path / "published.duckdb").write_bytes(YESTERDAY)
    return {
        "STOCKBOND_DATA": str(tmp_path / "data"),
        "STOCKBOND_WAREHOUSE": str(tmp_path / "w.duckdb"),
        "STOCKBOND_PUBLISHED": str(tmp_path / "published.duckdb"),
        "DBT_TARGET_PATH": str(tmp_path / "target"),
        "DBT_LOG_PATH": str(tmp_path / "logs"),
    }


def stockbond(
    *arguments: str, places: dict[str, str], before: list[str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command; it must fail in plain words and leave the release of yesterday."""
    command = [*(before or []), str(Path(sys.executable).with_name("stockbond")), *arguments]
    done = subprocess.run(
        command, cwd=PROJECT_ROOT, env=os.environ | places, capture_output=True, text=True, check=False
    )
    assert done.returncode in (1, 2), done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr.startswith("stockbond: "), done.stderr
    assert Path(places["STOCKBOND_PUBLISHED"]).read_bytes() == YESTERDAY
    return done


def unprivileged() -> list[str]:
    """What makes the next command ask for permission, as everyone but root does."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may read and write anything, and setpriv is not there to change that")
    return UNPRIVILEGED


def test_full_disk_under_the_working_file(
    disk: Callable[[str], Path], places: dict[str, str], small_root: Path
) -> None:
    full = disk("size=1m")
    (full / "old.duckdb").write_bytes(b"another file")
    places |= {"STOCKBOND_DATA": str(small_root), "STOCKBOND_WAREHOUSE": str(full / "w.duckdb")}
    done = stockbond("build", "--select", "+int_bar_pieces", places=places)
    assert done.returncode == 1
    assert done.stderr.startswith("stockbond: The build failed, the published file is as it was. ")
    assert "No space left on device" in done.stderr
    assert (full / "old.duckdb").read_bytes() == b"another file"


def test_full_disk_under_the_published_file(disk: Callable[[str], Path], small_build: Build) -> None:
    """The release that was there stays whole and readable, the half-written candidate goes."""
    full = disk("size=1m")
    path = full / "published.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create table release as select 'yesterday' as name")
    with pytest.raises(PublishError, match="No space left on device"):
        publish(small_build.warehouse, path)
    assert sorted(file.name for file in full.rglob("*")) == [
        ".lock",
        "published.duckdb",
        "published.releases",
    ]
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("from release").fetchall() == [("yesterday",)]


def test_full_disk_under_a_simulation(disk: Callable[[str], Path], places: dict[str, str]) -> None:
    full = disk("size=100k")
    done = stockbond("simulate", "--end", "2004-02-01", "--out", str(full / "data"), places=places)
    assert "No space left on device" in done.stderr
    assert not (full / "data" / "manifest.json").exists()


def test_read_only_disk(disk: Callable[[str], Path], places: dict[str, str], small_build: Build) -> None:
    closed = disk("size=1m,ro")
    done = stockbond("build", places=places | {"STOCKBOND_WAREHOUSE": str(closed / "w.duckdb")})
    assert f"{closed} cannot be written" in done.stderr
    done = stockbond("build", places=places | {"STOCKBOND_WAREHOUSE": str(closed / "new" / "w.duckdb")})
    assert "Read-only file system" in done.stderr
    done = stockbond("simulate", "--out", str(closed / "data"), "--end", "2004-02-01", places=places)
    assert "Read-only file system" in done.stderr
    done = stockbond("fetch", "VIX", "--out", str(closed / "data"), places=places)
    assert str(closed / "data") in done.stderr
    with pytest.raises(PublishError, match="Read-only file system"):
        publish(small_build.warehouse, closed / "published.duckdb")


def test_no_permission_to_write(places: dict[str, str], small_build: Build, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    shutil.copy(small_build.warehouse, tmp_path / "w.duckdb")
    (closed / "published.duckdb").write_bytes(YESTERDAY)
    closed.chmod(0o500)
    elsewhere = places | {"STOCKBOND_PUBLISHED": str(closed / "published.duckdb")}
    done = stockbond("publish", places=elsewhere, before=unprivileged())
    assert done.returncode == 1
    assert str(closed) in done.stderr
    assert "Permission denied" in done.stderr
    elsewhere = places | {"STOCKBOND_WAREHOUSE": str(closed / "w.duckdb")}
    done = stockbond("build", places=elsewhere, before=unprivileged())
    assert f"{closed} cannot be written" in done.stderr
    (tmp_path / "mine.duckdb").touch(0o400)
    elsewhere = places | {"STOCKBOND_WAREHOUSE": str(tmp_path / "mine.duckdb")}
    done = stockbond("build", places=elsewhere, before=unprivileged())
    assert f"Not built, {tmp_path / 'mine.duckdb'} cannot be written" in done.stderr


def test_no_permission_to_put_a_release_in_place(
    small_build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of the releases is open, that of the published file is not."""

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(ReleaseStore, "put_in_place", refused)
    with pytest.raises(PublishError, match=r"published.duckdb cannot be written: .*Permission denied"):
        releasing.publish(small_build.warehouse, tmp_path / "published.duckdb")


def test_no_permission_to_read(places: dict[str, str], tmp_path: Path) -> None:
    """A folder that may not be listed is not an empty one."""
    for name, mode in (("OPEN.csv", 0o644), ("CLOSED.csv", 0), ("hidden/MINE.csv", 0o644)):
        file = tmp_path / "data" / "series" / "custom" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("date,value\n2019-08-01,1\n")
        file.chmod(mode)
    hidden = tmp_path / "data" / "series" / "custom" / "hidden"
    hidden.chmod(0)
    try:
        done = stockbond("build", places=places, before=unprivileged())
    finally:
        hidden.chmod(0o700)
    assert done.returncode == 2
    assert "permission denied" in done.stderr
    assert "series/custom/CLOSED.csv" in done.stderr
    assert "series/custom/hidden" in done.stderr
    assert "OPEN.csv" not in done.stderr
