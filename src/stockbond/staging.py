"""The SQL that stages bar files, without dbt: the same macros, for whoever looks at files before a build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from stockbond.formats import Format, Layouts
from stockbond.packed import is_packed, unpacked
from stockbond.project import Project


@cache
def macros() -> Any:
    """The project's macros by name, to be written out."""
    return SimpleNamespace(**Project().words)


def staged_bars(layout: Format, files: Iterable[Path], root: Path, unpacked_into: Path) -> str:
    """A query of the bars of files that DuckDB can read, all of one layout; the columns are staging's."""
    words = layout.for_sql()
    names = ", ".join("'" + escaped(file.as_posix()) + "'" for file in files)
    sql = macros().staged_bars(words, f"[{names}]", root.as_posix(), unpacked_into.as_posix())
    return str(sql)


def escaped(name: str) -> str:
    """A file's name as a literal that DuckDB's readers take for a name, never for a pattern."""
    for sign in "[*?":
        name = name.replace(sign, {"[": "\0", "*": "[*]", "?": "[?]"}[sign])
    return name.replace("\0", "[[]").replace("'", "''")


def staged(root: Path, paths: Iterable[str], folder: Path) -> str | None:
    """A query of the bars of files of a data root, whatever their layouts; None if none of them has one.

    Parameters
    ----------
    root
        The data root.
    paths
        Files below it.
    folder
        Where packed files are unpacked; it must stay while the query runs.
    """
    layouts = Layouts(root)
    files: Mapping[str, list[Path]] = defaultdict(list)
    known = {}
    for path in paths:
        if layout := layouts.format_of(path):
            known[layout.format] = layout
            whole = root / path
            files[layout.format] += (
                unpacked(whole, folder / "files" / path, layout.ignored.split())
                if is_packed(path)
                else [whole]
            )
    queries = [staged_bars(known[name], files[name], root, folder) for name in known if files[name]]
    return "\nunion all by name\n".join(f"select * from ({query})" for query in queries) or None
