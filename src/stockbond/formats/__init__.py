"""The layouts of bar files, as data: seed `bar_formats`, and what a `format.yml` of the data root declares.

One table serves all who look at bar files: staging is generated from it, the preflight and doctor check files
against it, and a file's layout is told by it. What each word means stands with the seed's columns.
"""

from stockbond.formats.files import Layouts, bar_formats, csv_header_problem, format_problems
from stockbond.formats.layout import Format, known_roots
from stockbond.formats.table import (
    DECLARATION,
    KINDS,
    FormatError,
    declared_formats,
    formats_of,
    project_formats,
)

__all__ = [
    "DECLARATION",
    "KINDS",
    "Format",
    "FormatError",
    "Layouts",
    "bar_formats",
    "csv_header_problem",
    "declared_formats",
    "format_problems",
    "formats_of",
    "known_roots",
    "project_formats",
]
