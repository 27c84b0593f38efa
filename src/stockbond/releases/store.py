"""The last releases, in a folder beside the published file, which is a copy of the current one.

    warehouse/published/stockbond.duckdb                            what readers open
    warehouse/published/stockbond.releases/<release>.duckdb         the last N releases
    warehouse/published/stockbond.releases/<release>.json           the manifest of each

Every step that a reader or the next publication could see is one rename: a process may be killed anywhere.
Files are for reading only, folders open to all readers. What somebody does to the published file all the same
does not reach the kept release, for the two are no links to one file.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from stockbond.errors import HeldError, PublishError, StockbondError
from stockbond.published import open_published
from stockbond.releases.locks import Say, only_one
from stockbond.sql import rows

KEEP_DEFAULT = 5
KEEP_VARIABLE = "STOCKBOND_KEEP_RELEASES"
CANDIDATE = ".candidate.duckdb"
FOR_READING, OPEN_FOLDER = 0o444, 0o755  # whatever the umask of who publishes
FICLONE = 0x40049409  # Linux's request for a copy that shares its blocks until one of them is written


@dataclass(frozen=True)
class KeptRelease:
    """A release on disk. `verdict` is its validation's."""

    path: Path
    release_id: str
    built_at_utc: datetime
    is_simulated: bool
    verdict: str
    size_bytes: int
    is_current: bool


class ReleaseStore:
    """The releases of one published file."""

    def __init__(self, published: Path) -> None:
        self.published = published
        self.folder = published.with_name(f"{published.stem}.releases")
        self.candidate = self.folder / CANDIDATE
        self.incoming = published.with_name(f".{published.name}.candidate")

    @contextmanager
    def only_publisher(self, wait: bool, say: Say = print) -> Iterator[None]:
        """Hold the releases while one is written; see `locks.only_one`."""
        try:
            make_folder(self.folder)
        except OSError as error:
            raise PublishError(f"{self.folder} cannot be made: {error}") from error
        lock = self.folder / ".lock"
        with only_one(lock, f"publication of {self.published}", wait, say, PublishError):
            yield

    def kept(self) -> list[KeptRelease]:
        """The releases on disk, the latest build first. What is no release is left out; one that somebody has
        open for writing is a HeldError, for to leave it out would lose it."""
        current = self.current_id()
        found = []
        for path in self.folder.glob("*.duckdb"):
            if path.name.startswith(".") or (row := read_release(path)) is None:
                continue
            found.append(
                KeptRelease(
                    path=path,
                    release_id=row["release_id"],
                    built_at_utc=row["built_at_utc"],
                    is_simulated=row["is_simulated"],
                    verdict=row.get("validation_verdict") or "not validated",
                    size_bytes=path.stat().st_size,
                    is_current=row["release_id"] == current,
                )
            )
        return sorted(found, key=lambda release: (release.built_at_utc, release.release_id), reverse=True)

    def current_id(self) -> str | None:
        """The release that readers see; None where there is none."""
        row = read_release(self.published)
        return row["release_id"] if row else None

    def previous_of(self, release_id: str) -> Path | None:
        """The release that readers had before this one: the published file, or, where that is this very
        release, the latest kept one that was built before it."""
        current = self.current_id()
        if current is None:
            return None
        if current != release_id:
            return self.published
        older = self.older_than_current()
        return older.path if older else None

    def older_than_current(self) -> KeptRelease | None:
        """The kept release that was built last before the current one."""
        kept = self.kept()
        current = next((release for release in kept if release.is_current), None)
        if current is None:
            return None
        return next((release for release in kept if release.built_at_utc < current.built_at_utc), None)

    def clean(self) -> None:
        """Remove what publications that were killed left behind."""
        remove_database(self.incoming)
        for left in [*self.folder.glob(".candidate*"), *self.folder.glob("*.wal")]:
            left.unlink(missing_ok=True)
        for manifest in self.folder.glob("*.json"):
            if not manifest.with_suffix(".duckdb").exists():
                manifest.unlink()

    def keep(self, release_id: str, manifest: dict[str, Any]) -> Path:
        """Make the candidate a kept release, written to disk for good, with its manifest beside it."""
        kept = self.folder / f"{release_id}.duckdb"
        beside = self.folder / f".candidate-{release_id}.json"
        beside.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        for file in (self.candidate, beside):
            file.chmod(FOR_READING)
            sync(file)
        beside.replace(kept.with_suffix(".json"))
        self.candidate.replace(kept)
        sync(self.folder)
        return kept

    def put_in_place(self, kept: Path) -> None:
        """Put a kept release before the readers: one rename of a copy."""
        self.incoming.unlink(missing_ok=True)
        copy_for_reading(kept, self.incoming)
        sync(self.incoming)
        # A write-ahead log beside the old file is not the new file's: DuckDB would try to replay it.
        self.published.with_name(f"{self.published.name}.wal").unlink(missing_ok=True)
        self.incoming.replace(self.published)
        sync(self.published.parent)

    def adopt_published(self) -> None:
        """Keep the current release too, if it is not kept yet: it was published without this folder."""
        release_id = self.current_id()
        if release_id is None or self.published.is_symlink():
            return
        kept = self.folder / f"{release_id}.duckdb"
        if not kept.exists():
            copy_for_reading(self.published, self.incoming)
            sync(self.incoming)
            self.incoming.replace(kept)

    def prune(self, keep: int) -> None:
        """Remove all but the `keep` latest releases; the current one stays in any case."""
        kept = self.kept()
        for release in sorted(kept, key=lambda release: not release.is_current)[keep:]:
            remove_database(release.path)
            release.path.with_suffix(".json").unlink(missing_ok=True)

    def roll_back(self, release_id: str | None) -> KeptRelease:
        """Put an earlier release before the readers again: the one named, or the last before the current.

        Raises PublishError where there is none; the published file stays.
        """
        if release_id is None:
            chosen = self.older_than_current()
            if chosen is None:
                raise PublishError(f"There is no earlier release in {self.folder} to go back to.")
        else:
            kept = {release.release_id: release for release in self.kept()}
            if release_id not in kept:
                raise PublishError(
                    f"There is no release {release_id} in {self.folder}; it has {', '.join(kept) or 'none'}."
                )
            chosen = kept[release_id]
        self.put_in_place(chosen.path)
        return chosen


def read_release(path: Path) -> dict[str, Any] | None:
    """The row of rpt_release in a published file; None where the file is not there or is no release.

    Raises HeldError where it cannot be told, because somebody has the file open for writing.
    """
    import duckdb

    try:
        with open_published(path) as connection:
            return rows(connection, "from reports.rpt_release")[0]
    except HeldError:
        raise
    except (StockbondError, duckdb.Error, IndexError):
        return None


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are not there, which every reader may enter."""
    for missing in reversed([above for above in (folder, *folder.parents) if not above.exists()]):
        missing.mkdir(exist_ok=True)
        missing.chmod(OPEN_FOLDER)
    with suppress(PermissionError):  # somebody else's, and not ours to open
        folder.chmod(OPEN_FOLDER)


def copy_for_reading(source: Path, target: Path) -> None:
    """Copy a file, within the file system and without its blocks where that can do so, for reading only."""
    with source.open("rb") as reader, target.open("wb") as writer:
        try:
            fcntl.ioctl(writer, FICLONE, reader.fileno())
        except OSError:
            shutil.copyfileobj(reader, writer, 1 << 20)
    target.chmod(FOR_READING)


def remove_database(path: Path) -> None:
    """Remove a DuckDB file that nobody writes, with its write-ahead log."""
    for file in (path, path.with_name(f"{path.name}.wal")):
        file.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
