"""manifest.json of a real data root: which file was downloaded when, from where, with which checksum.

An entry is written before its file is renamed into place and remembers the checksum that it replaces. So a
fetch that is killed between the two is told from a file that somebody has changed by hand.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from stockbond.errors import StockbondError
from stockbond.fetch.errors import FetchError
from stockbond.landing import sha256

MANIFEST = "manifest.json"
TRUTH = "truth.parquet"
ADVICE = "Name another folder with --out. Simulated and real data never share one."

State = Literal["absent", "ours", "interrupted", "foreign"]


@dataclass(frozen=True)
class Entry:
    """One download: field for field what the manifest says of it."""

    path: str
    source: str
    url: str
    sha256: str
    size: int
    retrieved_at_utc: str
    checked_at_utc: str
    etag: str | None
    last_modified: str | None
    replaced_sha256: str | None

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Entry:
        """An entry as the file holds it; raises KeyError if it is not whole."""
        return cls(**{field.name: entry[field.name] for field in fields(cls)})


class Manifest:
    """The manifest of a root that may be written to: new, empty or real."""

    def __init__(self, root: Path) -> None:
        """Read the manifest; refuse a root that is simulated or does not say what it is."""
        self.root = root
        self.path = root / MANIFEST
        self.content = read_manifest(root)
        self.entries: dict[str, Entry] = {}
        try:
            for entry in self.content.get("downloads", []):
                self.entries[entry["path"]] = Entry.from_json(entry)
        except (KeyError, TypeError, AttributeError) as error:
            raise StockbondError(
                f"{self.path}: an entry under `downloads` is not one of ours ({error!r}). Delete that entry: "
                "its file is then left as it is."
            ) from error

    def state(self, path: str) -> State:
        """Whose file lies there: ours, as downloaded; one that somebody put or changed; or none."""
        file, entry = self.root / path, self.entries.get(path)
        if not file.exists():
            return "absent"
        if entry is None:
            return "foreign"
        found = sha256(file)
        if found == entry.sha256:
            return "ours"
        return "interrupted" if found == entry.replaced_sha256 else "foreign"

    def put(self, entry: Entry) -> None:
        """Add or replace an entry, on disk at once."""
        self.entries[entry.path] = entry
        self.write()

    def write(self) -> None:
        """Replace the file by one rename; what others wrote into it stays."""
        downloads = [asdict(self.entries[path]) for path in sorted(self.entries)]
        content = {**self.content, "simulated": False, "downloads": downloads}
        part = self.path.with_name(f".{MANIFEST}.part")
        part.unlink(missing_ok=True)
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(content, indent=1) + "\n")
        put_in_place(part, self.path)


def read_manifest(root: Path) -> dict[str, Any]:
    """The manifest's content; refuses what is, or may be, a simulated root."""
    path = root / MANIFEST
    if root.exists() and not root.is_dir():
        raise StockbondError(f"{root} is a file; a data root is a folder.")
    if not path.exists():
        if (root / TRUTH).exists():
            raise StockbondError(
                f"{root} holds {TRUTH}: it was simulated, and its {MANIFEST} is missing. {ADVICE}"
            )
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise StockbondError(
            f"{path} cannot be read as JSON, so the root may be simulated. {ADVICE}"
        ) from error
    simulated = content.get("simulated") if isinstance(content, dict) else None
    if simulated is True:
        raise StockbondError(
            f"{root} is a simulated data root (its {MANIFEST} says so): no real series go in. {ADVICE}"
        )
    if simulated is not False:
        raise StockbondError(
            f"{path} does not say whether the data are simulated. "
            f'Write {{"simulated": false}} if they are real. {ADVICE}'
        )
    return dict(content)


def put_in_place(part: Path, target: Path) -> None:
    """Flush a finished file to the disk and rename it over its target; the rename is flushed too."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def only_fetch(root: Path) -> Iterator[None]:
    """Hold the root's folder: a second fetch into it stops with a message."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        folder = os.open(root, os.O_RDONLY)
    except OSError as error:
        raise StockbondError(f"The data root {root} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(folder)
        raise FetchError(
            f"Another `stockbond fetch` is writing to {root}. Wait until it has ended."
        ) from error
    try:
        yield
    finally:
        os.close(folder)
