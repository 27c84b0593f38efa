"""Whose layout a file has, told by its name and its first lines, wherever it lies."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stockbond.errors import StockbondError
from stockbond.fetch.manifest import MANIFEST
from stockbond.formats import DECLARATION, KINDS, Format, declared_formats, project_formats
from stockbond.landing import BESIDE_THE_DATA, paths_below, pattern_expression
from stockbond.packed import is_packed

DEPTH = 6  # folders above a file that a layout may ask for
# What a file does that cannot be read, whatever its name says.
UNREADABLE = (OSError, EOFError, zlib.error, StockbondError)
SAMPLE = 2_000  # rows, where several layouts may be it


@dataclass(frozen=True)
class Told:
    """A file, its layout, and the path that it would have below a data root."""

    file: Path
    format: Format
    path: str
    declaration: Path | None = None  # the format.yml that says so


def files_of(places: list[Path]) -> Iterator[Path]:
    """The files that a person means: files as they are, of folders all that is not hidden or beside the data."""
    for place in places:
        if place.is_dir():
            # Of a data root the bars and trades.
            parts = [part for kind in KINDS if (part := place / kind).is_dir()] or [place]
            below = (path for part in parts for path in sorted(paths_below(part, set())))
            yield from (
                path
                for path in below
                if path.is_file() and path.name != DECLARATION and not BESIDE_THE_DATA.match(path.name)
            )
        else:
            yield place


def is_simulated(file: Path) -> bool:
    """Does the manifest of the data root that holds the file say that its data are simulated?"""
    for folder in list(file.absolute().parents)[:DEPTH]:
        try:
            said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(said, dict) and "simulated" in said:
            return said["simulated"] is not False
    return False


def candidates(file: Path) -> list[Told]:
    """The layouts that a file may have by its name and its header; those of its folder's name come alone."""
    file = file.absolute()
    if declared := by_declaration(file):
        return declared
    found = [
        Told(file, one, path)
        for one in project_formats()
        if (path := path_for(one, file)) and is_like(one, file, path)
    ]
    of_folder = [one for one in found if one.format.vendor in file.parent.parts]
    return of_folder or found


def by_declaration(file: Path) -> list[Told]:
    """The layouts that a format.yml beside the file, or in a folder above it, declares."""
    for folder in list(file.parents)[:DEPTH]:
        declaration = folder / DECLARATION
        if declaration.is_file():
            kind = folder.parent.name if folder.parent.name in KINDS else KINDS[0]
            formats = declared_formats(declaration, folder.name, kind)
            below = file.relative_to(folder).as_posix()
            paths = [(one, one.folder + below) for one in formats]
            return [
                Told(file, one, path, declaration)
                for one, path in paths
                if takes(one, path) and is_like(one, file, path)
            ]
    return []


def path_for(one: Format, file: Path) -> str | None:
    """The shortest end of the file's path that this layout takes, below a data root."""
    ends = ("/".join(file.parts[-depth:]) for depth in range(1, min(DEPTH, len(file.parts)) + 1))
    for path in (one.folder + end for end in ends):
        # Of a packed file the names inside tell: Format.problem asks them.
        if takes(one, path) and (is_packed(path) or not one.name_problem(path.removeprefix(one.folder))):
            return path
    return None


def takes(one: Format, path: str) -> bool:
    """Does a glob of the layout take this path?"""
    ignored = (one.folder + glob for glob in one.ignored.split())
    return any(pattern_expression(glob).fullmatch(path) for glob in one.globs) and not any(
        pattern_expression(glob).fullmatch(path) for glob in ignored
    )


def is_like(one: Format, file: Path, path: str) -> bool:
    """Has a file the columns and the names of the layout, as far as it can be read?"""
    try:
        return has_columns(one, file) and one.problem(file, path) is None
    except UNREADABLE:
        return False


def has_columns(one: Format, file: Path) -> bool:
    """Has a Parquet file the columns of the layout? (Of a text file its header is asked.)"""
    if one.reader != "parquet":
        return True
    import pyarrow as pa
    from pyarrow import parquet

    try:
        names = {name.lower() for name in parquet.read_schema(file).names}
    except (OSError, pa.ArrowException):
        return False
    return all(any(name.lower() in names for name in choice) for choice in one.required)


def moved(told: Told, number: int) -> Told:
    """The same under another path, where two files of one name meet."""
    below = told.path.removeprefix(told.format.folder)
    return replace(told, path=f"{told.format.folder}{number}/{below}")
