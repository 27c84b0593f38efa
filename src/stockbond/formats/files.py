"""The layouts of a data root, asked file by file; and what dbt asks of them from SQL."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from stockbond.formats.layout import Format, names_problem
from stockbond.formats.table import DECLARATION, KINDS, formats_of
from stockbond.landing import first_line, pattern_expression


class Layouts:
    """The layouts of a data root, asked file by file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.formats, self.problems = formats_of(root)
        self.readers = [(one, list(map(pattern_expression, one.globs))) for one in self.formats]
        ignored = {one.folder + glob for one in self.formats for glob in one.ignored.split()}
        self.ignored = [pattern_expression(glob) for glob in ignored]

    def candidates(self, path: str) -> list[Format]:
        """The layouts whose globs take this path."""
        return [one for one, globs in self.readers if any(glob.fullmatch(path) for glob in globs)]

    def format_of(self, path: str) -> Format | None:
        """The layout of a file. Only where several may be it is the file opened."""
        candidates = self.candidates(path)
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        fitting = (one for one in candidates if one.problem(self.root / path, path) is None)
        return next(fitting, candidates[0])

    def problem(self, path: str) -> str | None:
        """Why a file is of no layout: file, found, expected."""
        candidates = self.candidates(path)
        problems = [one.problem(self.root / path, path) for one in candidates]
        if not problems or None in problems:
            return None
        return f"{path}: " + "; or ".join(dict.fromkeys(map(str, problems)))

    def is_ignored(self, path: str) -> bool:
        """May a file lie there that nobody reads?"""
        declaration = re.fullmatch(rf"({'|'.join(KINDS)})/[^/]+/{re.escape(DECLARATION)}", path)
        return bool(declaration) or any(glob.fullmatch(path) for glob in self.ignored)


def bar_formats(root: str) -> str:
    """For SQL: the layouts of a data root, as JSON, and what is wrong with those that it declares."""
    formats, problems = formats_of(Path(root))
    return json.dumps({"formats": [one.for_sql() for one in formats], "problems": problems})


def format_problems(question: str) -> str:
    """For SQL: why files are of no layout; root and paths as a JSON object, the answer as a JSON list."""
    asked = json.loads(question)
    layouts = Layouts(Path(asked["root"]))
    return json.dumps([found for path in asked["paths"] if (found := layouts.problem(path))])


def csv_header_problem(question: str) -> str | None:
    """For SQL: `names_problem` of a file with commas; its path and the names as a JSON object."""
    asked = json.loads(question)
    line = first_line(asked["file"])
    found = [name.strip() for name in next(csv.reader([line]), [])]
    return names_problem(line, found, [[name] for name in asked["expected"]], asked["expected"])
