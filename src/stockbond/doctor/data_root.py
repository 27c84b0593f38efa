"""The data root: are its files there, readable, and those of its manifest?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stockbond.doctor.findings import Finding
from stockbond.errors import StockbondError
from stockbond.fetch.manifest import MANIFEST, Manifest
from stockbond.formats import Layouts
from stockbond.landing import (
    PARTS,
    closed_paths,
    file_state,
    hidden_files,
    landed,
    landing_files,
    reader_patterns,
    sha256,
)
from stockbond.paths import project_root, shown

COUNTED = ("bars", "trades", "series")
SHOWN = 10  # files that a finding names
PATTERN = set("*?[]\\")  # DuckDB takes a path with one of them for a pattern: a build refuses such a root
SIMULATE_AGAIN = "run `stockbond simulate` again, or delete the manifest if the data are real"


def data_root(root: Path) -> Iterator[Finding]:
    """How many files there are, whose they are, and whether they may be read."""
    files = list(landing_files(root))
    if not files:
        yield Finding(
            "data root", "problem", f"no files under {shown(root)}/bars, /trades or /series",
            "run `stockbond simulate`, or set STOCKBOND_DATA (docs/DATA.md says what to put where)",
        )  # fmt: skip
        return
    if PATTERN & set(str(root)):
        found = f"{shown(root)} has one of the characters * ? [ ] \\ in its path"
        yield Finding("data root", "problem", found, "rename the folder")
    counts = {part: sum(file.is_relative_to(root / part) for file in files) for part in COUNTED}
    size = sum(file.stat().st_size for file in files) / 1e6
    words = ", ".join(
        f"{count} files of {part}" for part, count in counts.items() if count or part != "trades"
    )
    yield Finding("data root", "ok", f"{shown(root)}: {words}, {size:.0f} MB")
    yield from unread_files(root)
    yield from files_of_no_layout(root)
    if closed := closed_paths(str(root)):
        yield Finding(
            "data root", "problem", f"may not be read: {few(closed.splitlines())}", "give permission to read"
        )
    else:
        yield from manifest(root)
    for part, is_there in (("bars", counts["bars"] or counts["trades"]), ("series", counts["series"])):
        if not is_there:
            yield Finding("data root", "note", f"no {part}: the tables that need them stay empty")


def unread_files(root: Path) -> Iterator[Finding]:
    """Files that no reader takes: a build stops at them, unless they may lie beside the data."""
    patterns, ignored = reader_patterns(project_root())
    unread = [file for file in landed(str(root), patterns, ignored) if not file["is_read"]]
    lost = [file["path"] for file in unread if not file["is_ignored"]]
    if lost:
        yield Finding(
            "data root", "problem", f"read by nobody: {few(lost)}",
            "lay each where docs/DATA.md says, or take it out; a name that begins with _ may stay",
        )  # fmt: skip
    if len(unread) > len(lost):
        beside = few([file["path"] for file in unread if file["is_ignored"]])
        yield Finding(
            "data root", "note", f"{len(unread) - len(lost)} files beside the data are not read: {beside}"
        )
    if hidden := [file.relative_to(root).as_posix() for file in hidden_files(root)]:
        yield Finding("data root", "note", f"hidden, and not read: {few(hidden)}")


def files_of_no_layout(root: Path) -> Iterator[Finding]:
    """Bar files that are not what their folder says, and a format.yml that cannot be followed."""
    layouts = Layouts(root)
    paths = [file.relative_to(root).as_posix() for file in landing_files(root)]
    wrong = [found for path in paths if (found := layouts.problem(path))]
    for found in (*wrong[:SHOWN], *layouts.problems):
        yield Finding("data root", "problem", found, "compare it with its vendor in docs/DATA.md")
    if len(wrong) > SHOWN:
        yield Finding("data root", "problem", f"and {len(wrong) - SHOWN} more files of no layout")


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
    entries = {entry["path"]: entry for entry in listed if entry["path"].partition("/")[0] in PARTS}
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
        ("changed since the download", "foreign", "`stockbond fetch --force` takes a publisher's again"),
        ("downloaded, and gone", "absent", "`stockbond fetch`, or `fetch bars`, downloads it again"),
        ("older than the manifest says", "interrupted", "a fetch was killed: `stockbond fetch` again"),
    ):
        if paths := [path for path in states if states[path] == state]:
            yield Finding("data root", "note", f"{found}: {few(paths)}", what_to_do)


def altered_files(root: Path, warehouse: Path) -> Iterator[Finding]:
    """Bar files whose content is another than when they were read, though size, time and identity are not.

    A build passes over them. Silent before the first build, and while one is at work.
    """
    import duckdb

    try:
        with duckdb.connect(warehouse, read_only=True) as connection:
            ledger = connection.execute("select path, state, sha256 from build.bar_files order by path")
            known = ledger.fetchall()
    except duckdb.Error:
        return
    altered = [
        path
        for path, state, checksum in known
        if file_state(str(root / path)) == state and sha256(root / path) != checksum
    ]
    if altered:
        yield Finding(
            "data root", "problem",
            f"altered under the same size and time since they were read: {few(altered)}",
            "`stockbond build --verify` reads them again",
        )  # fmt: skip


def few(names: list[str]) -> str:
    """The first names, and that there are more."""
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
