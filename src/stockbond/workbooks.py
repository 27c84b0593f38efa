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

# Of a sheet, by Excel: a number above names no cell, and nobody waits until so many empty ones are counted.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
# Stands for & while XML is read, which is not always well-formed: libxml2 drops an & that begins no entity, every
# entity after a tag that does not match, and would open those that a file declares itself.
AMPERSAND = "\ue000"
END = re.compile(r"</(?:\w+:)?Workbook>\s*\Z")
TOO_DEEP = "ERR_RESOURCE_LIMIT"  # libxml2's, of tags in tags in tags


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
    from zlib import error as damaged_stream

    import openpyxl

    faults = (BadZipFile, KeyError, ValueError, TypeError, SyntaxError, EOFError, damaged_stream,
              openpyxl.utils.exceptions.InvalidFileException)  # fmt: skip
    try:
        # From memory: given a path, openpyxl goes by its extension.
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        try:
            table = book[_chosen(sheet, book.sheetnames)]
            for number, cells in enumerate(table.iter_rows(values_only=True), start=1):
                if number > MOST_ROWS:
                    raise _beyond("row", number, MOST_ROWS)
                yield WorkbookRow(number, [spell(cell) for cell in cells])
        finally:
            book.close()
    except faults as error:
        raise UnreadableWorkbookError(f"a damaged .xlsx workbook ({error}); expected a whole one") from error


def _spreadsheetml_rows(path: Path, sheet: str | None) -> Iterator[WorkbookRow]:
    from lxml import etree

    content = path.read_text(encoding="utf-8-sig", errors="replace").lstrip("\ufeff")
    if not END.search(content[-1000:]):
        raise UnreadableWorkbookError("SpreadsheetML without its end; the file is cut off")
    # Tags that do not match are mended; no other file or server is asked.
    parser = etree.XMLParser(recover=True, load_dtd=False, no_network=True, encoding="utf-8")
    root = etree.fromstring(content.replace("&", AMPERSAND).encode(), parser)
    if any(entry.type_name == TOO_DEEP for entry in parser.error_log):
        raise UnreadableWorkbookError("SpreadsheetML whose tags are not closed, or too large a cell")
    sheets = {_attribute(one, "Name") or "": one for one in _elements(root, "Worksheet")}
    if not sheets:
        raise UnreadableWorkbookError("SpreadsheetML without a sheet")
    number = 0
    for row in _elements(sheets[_chosen(sheet, list(sheets))], "Row"):
        number = _place(row, "row", number, MOST_ROWS)
        yield WorkbookRow(number, _spreadsheetml_cells(row))


def _spreadsheetml_cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in _elements(row, "Cell"):
        cells += [""] * (_place(cell, "column", len(cells), MOST_COLUMNS) - 1 - len(cells))
        data = next(_elements(cell, "Data"), None)
        text = "" if data is None else _text("".join(data.itertext())).strip()
        is_time = data is not None and _attribute(data, "Type") == "DateTime"
        cells.append(text[:10] if is_time else text)
    return cells


def _elements(parent: Any, name: str) -> Iterator[Any]:
    """The elements of a name below another, whatever its prefix, declared or not."""
    return (one for one in parent.iter() if isinstance(one.tag, str) and _local(one.tag) == name)


def _attribute(element: Any, name: str) -> str | None:
    return next((_text(value) for key, value in element.attrib.items() if _local(key) == name), None)


def _text(raw: str) -> str:
    """Text of the file with its entities as the characters that they stand for."""
    return html.unescape(raw.replace(AMPERSAND, "&"))


def _local(name: str) -> str:
    return re.split("[}:]", name)[-1]


def _place(element: Any, what: str, before: int, most: int) -> int:
    """The number of a row or column: that of its Index, or the one after the one before."""
    index = _attribute(element, "Index")
    if index is not None and not re.fullmatch(r"\d{1,12}", index):
        raise UnreadableWorkbookError(f"{what} {index[:20]!r} of a sheet; expected a number: a damaged file")
    place = before + 1 if index is None else int(index)
    if place > most:
        raise _beyond(what, place, most)
    return place


def _beyond(what: str, number: int, most: int) -> UnreadableWorkbookError:
    return UnreadableWorkbookError(
        f"{what} {number:,} of a sheet; a sheet has at most {most:,}: a damaged file"
    )


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
