"""The data root: are its files there, readable, and those of its manifest?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stockbond.doctor.findings import Finding
from stockbond.errors import StockbondError
from stockbond.fetch.manifest import MANIFEST, Manifest
from stockbond.landing import closed_paths, landing_files, sha256
from stockbond.paths import shown

SHOWN = 10  # files that a finding names
PATTERN = set("*?[]\\")  # DuckDB takes a path with one of them for a pattern: a build refuses such a root
SIMULATE_AGAIN = "run `stockbond simulate` again, or delete the manifest if the data are real"


def data_root(root: Path) -> Iterator[Finding]:
    """How many files there are, whose they are, and whether they may be read."""
    files = list(landing_files(root))
    if not files:
        yield Finding(
            "data root", "problem", f"no files under {shown(root)}/bars or /series",
            "run `stockbond simulate`, or set STOCKBOND_DATA (docs/DATA.md says what to put where)",
        )  # fmt: skip
        return
    if PATTERN & set(str(root)):
        found = f"{shown(root)} has one of the characters * ? [ ] \\ in its path"
        yield Finding("data root", "problem", found, "rename the folder")
    counts = {part: sum(file.is_relative_to(root / part) for file in files) for part in ("bars", "series")}
    size = sum(file.stat().st_size for file in files) / 1e6
    words = ", ".join(f"{count} files of {part}" for part, count in counts.items())
    yield Finding("data root", "ok", f"{shown(root)}: {words}, {size:.0f} MB")
    if closed := closed_paths(str(root)):
        yield Finding(
            "data root", "problem", f"may not be read: {few(closed.splitlines())}", "give permission to read"
        )
    else:
        yield from manifest(root)
    for part, count in counts.items():
        if not count:
            yield Finding("data root", "note", f"no {part}: the tables that need them stay empty")


def manifest(root: Path) -> Iterator[Finding]:
    """Simulated or real, and are the files those that the manifest lists?"""
    path = root / MANIFEST
    if not path.exists():
        yield Finding("data root", "ok", "real data (no manifest)")
        return
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content["simulated"], bool):
            raise TypeError
        yield from simulated_files(root, content["files"]) if content["simulated"] else fetched_files(root)
    except (OSError, ValueError, KeyError, TypeError):
        found = f"{MANIFEST} does not say what the data are"
        yield Finding("data root", "problem", found, SIMULATE_AGAIN)


def simulated_files(root: Path, listed: list[dict[str, Any]]) -> Iterator[Finding]:
    """A simulated root holds what was simulated, to the byte, and nothing else."""
    entries = {entry["path"]: entry for entry in listed if entry["path"].startswith(("bars/", "series/"))}
    changed = [
        path for path, entry in entries.items() if not is_whole(root / path, entry["size"], entry["sha256"])
    ]
    foreign = {path.relative_to(root).as_posix() for path in landing_files(root)} - entries.keys()
    for found, paths in (("changed", changed), ("with files of others", sorted(foreign))):
        if paths:
            yield Finding("data root", "problem", f"SIMULATED, but {found}: {few(paths)}", SIMULATE_AGAIN)
    if not changed and not foreign:
        yield Finding("data root", "ok", f"SIMULATED, {len(entries)} files as the manifest lists them")


def is_whole(file: Path, size: int, checksum: str) -> bool:
    """Has the file this size and, looked at second for it takes longer, this checksum?"""
    return file.is_file() and file.stat().st_size == size and sha256(file) == checksum


def fetched_files(root: Path) -> Iterator[Finding]:
    """Real data may be replaced on purpose: a download that has changed is no more than a note."""
    yield Finding("data root", "ok", "real data, says the manifest")
    try:
        downloads = Manifest(root)
    except StockbondError as error:
        yield Finding("data root", "warning", str(error))
        return
    states = {path: downloads.state(path) for path in downloads.entries}
    for found, state, what_to_do in (
        ("changed since the download", "foreign", "`stockbond fetch --force` takes the publisher's again"),
        ("downloaded, and gone", "absent", "`stockbond fetch` downloads it again"),
        ("older than the manifest says", "interrupted", "a fetch was killed: `stockbond fetch` again"),
    ):
        if paths := [path for path in states if states[path] == state]:
            yield Finding("data root", "note", f"{found}: {few(paths)}", what_to_do)


def few(names: list[str]) -> str:
    """The first names, and that there are more."""
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
