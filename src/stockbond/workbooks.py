"""Spreadsheets as rows of text: Excel's old and new formats, and SpreadsheetML, which some funds call "xls".

Only parsing happens here. What a column means, and whether a row makes sense, is decided in SQL.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from stockbond.errors import StockbondError

if TYPE_CHECKING:
    import pyarrow as pa

BIFF_MARK = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP_MARK = b"PK\x03\x04"

# The funds' XML is not always well-formed (bare ampersands, unlike tags), so no XML parser reads it.
SHEET = r"<(?:\w+:)?Worksheet\b[^>]*?\bName=\"([^\"]*)\"[^>]*>(.*?)</(?:\w+:)?Worksheet>"
ROW = r"<(?:\w+:)?Row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?Row>)"
CELL = r"<(?:\w+:)?Cell\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?Cell>)"
DATA = r"<(?:\w+:)?Data\b([^>]*)>(.*?)</(?:\w+:)?Data>"
INDEX = r"\bIndex=\"(\d+)\""


class WorkbookRow(NamedTuple):
    """One row of a sheet: its number from 1 on, and its cells as text (empty where there is nothing)."""

    number: int
    cells: list[str]


class UnreadableWorkbookError(StockbondError):
    """A file is no workbook, or lacks the sheet wanted. The message says what was found and expected."""


def workbook_rows(
    path: Path, sheet: str | None = None, spell: Callable[[Any], str] | None = None
) -> list[WorkbookRow]:
    """The rows of one sheet that are not empty.

    Parameters
    ----------
    path
        An .xls or .xlsx workbook or a SpreadsheetML file; the content tells which, not the name.
    sheet
        Name of the sheet; the first one by default.
    spell
        How a cell of an .xlsx workbook is written as text; by default a time is its day.

    Raises
    ------
    UnreadableWorkbookError
        If the file is none of these, is damaged, or has no such sheet.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(BIFF_MARK):
        rows = _biff_rows(path, sheet)
    elif head.startswith(ZIP_MARK):
        rows = _xlsx_rows(path, sheet, spell or cell_text)
    elif b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        rows = _spreadsheetml_rows(path, sheet)
    else:
        raise UnreadableWorkbookError(
            f"expected an Excel workbook or SpreadsheetML, found a file that begins with {head[:20]!r}"
        )
    return [row for row in rows if any(row.cells)]


def _biff_rows(path: Path, sheet: str | None) -> Iterator[WorkbookRow]:
    import xlrd

    try:
        book = xlrd.open_workbook(path, logfile=io.StringIO(), on_demand=True)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, IndexError, AssertionError) as error:
        raise UnreadableWorkbookError(f"a damaged .xls workbook ({error}); expected a whole one") from error
    table = book.sheet_by_name(_chosen(sheet, book.sheet_names()))

    def text(value: Any, kind: int) -> str:
        if kind == xlrd.XL_CELL_DATE:
            return cell_text(xlrd.xldate_as_datetime(value, book.datemode))
        return "" if kind == xlrd.XL_CELL_ERROR else cell_text(value)

    for number in range(table.nrows):
        cells = map(text, table.row_values(number), table.row_types(number))
        yield WorkbookRow(number + 1, list(cells))


def _xlsx_rows(path: Path, sheet: str | None, spell: Callable[[Any], str]) -> Iterator[WorkbookRow]:
    from zipfile import BadZipFile

    import openpyxl

    try:
        # From memory: given a path, openpyxl goes by its extension.
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, openpyxl.utils.exceptions.InvalidFileException) as error:
        raise UnreadableWorkbookError(f"a damaged .xlsx workbook ({error}); expected a whole one") from error
    try:
        table = book[_chosen(sheet, book.sheetnames)]
        for number, cells in enumerate(table.iter_rows(values_only=True), start=1):
            yield WorkbookRow(number, [spell(cell) for cell in cells])
    finally:
        book.close()


def _spreadsheetml_rows(path: Path, sheet: str | None) -> Iterator[WorkbookRow]:
    content = path.read_text(encoding="utf-8-sig", errors="replace").lstrip("\ufeff")
    sheets = {html.unescape(name): body for name, body in re.findall(SHEET, content, re.DOTALL)}
    if not sheets:
        raise UnreadableWorkbookError("SpreadsheetML without a whole sheet; the file is cut off")
    number = 0
    for attributes, body in re.findall(ROW, sheets[_chosen(sheet, list(sheets))], re.DOTALL):
        skipped_to = re.search(INDEX, attributes)
        number = int(skipped_to[1]) if skipped_to else number + 1
        yield WorkbookRow(number, _spreadsheetml_cells(body))


def _spreadsheetml_cells(row: str) -> list[str]:
    cells: list[str] = []
    for attributes, body in re.findall(CELL, row, re.DOTALL):
        skipped_to = re.search(INDEX, attributes)
        if skipped_to:
            cells += [""] * (int(skipped_to[1]) - 1 - len(cells))
        data = re.search(DATA, body, re.DOTALL)
        text = html.unescape(data[2]).strip() if data else ""
        cells.append(text[:10] if data and 'Type="DateTime"' in data[1] else text)
    return cells


def _chosen(sheet: str | None, names: list[str]) -> str:
    if sheet is None:
        return names[0]
    if sheet not in names:
        found = ", ".join(names)
        raise UnreadableWorkbookError(f"expected a sheet {sheet!r}, found the sheets {found}")
    return sheet


def cell_text(value: Any) -> str:
    """A cell as text that loses nothing: a day as YYYY-MM-DD, a number in as few digits as it takes."""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if value is None:
        return ""
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m-%d")
    return str(value).strip()


def workbooks_as_table(root: Path, patterns: list[str], sheet: str | None) -> pa.Table:
    """The rows of every workbook below the root that a pattern matches, one table row each, cells as text.

    A file that cannot be read is one row that says why. No file gives a table without rows.
    """
    import pyarrow as pa

    schema = pa.schema(
        {
            "file": pa.string(),
            "line_number": pa.int64(),
            "line_fields": pa.list_(pa.string()),
            "defect": pa.string(),
        }
    )
    rows: list[dict[str, Any]] = []
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        if path.name.startswith((".", "~$")):  # hidden, or Excel's mark of an open workbook
            continue
        name = path.relative_to(root).as_posix()
        try:
            for row in workbook_rows(path, sheet):
                rows.append({"file": name, "line_number": row.number, "line_fields": row.cells})
        except UnreadableWorkbookError as error:
            rows.append({"file": name, "line_number": 1, "line_fields": [], "defect": str(error)})
    return pa.Table.from_pylist(rows, schema=schema)
