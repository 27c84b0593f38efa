"""Is what came the file that was asked for? Web pages, cut files, cut pages and other files are refused."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from pathlib import Path

from stockbond.fetch.catalogue import Source
from stockbond.fetch.errors import SourceError
from stockbond.fetch.words import megabytes, shown

CHUNK = 1 << 16
WEB_PAGE = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script)\b", re.IGNORECASE | re.DOTALL
)
TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")


def check_content(source: Source, received: Path) -> None:
    """Raise SourceError unless `received` is what the catalogue says of the source; zips are unpacked."""
    with received.open("rb") as file:
        head = file.read(CHUNK)
    refuse_web_page(head)
    if source.kind == "xls":
        check_workbook(source, received, head)
    else:
        check_text(source, received, head)


def refuse_web_page(head: bytes) -> None:
    """Servers answer with a page, and no error, when a file has moved or a robot check is in the way."""
    if not WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return
    title = TITLE.search(head)
    named = f" called {shown(title.group(1))!r}" if title else ""
    raise SourceError(
        f"the publisher sent a web page{named} in place of the file: it moved, or the server wants a browser"
    )


def unpack(source: Source, archive: Path, target: Path) -> None:
    """Write the one CSV file of a zip archive to `target`. No name inside it is ever used as a path."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [member for member in opened.infolist() if member.filename.lower().endswith(".csv")]
            if len(members) != 1:
                raise SourceError(f"the archive should hold one CSV file and holds {len(members)}")
            with opened.open(members[0]) as packed, target.open("xb") as file:
                size = 0
                while chunk := packed.read(CHUNK):
                    size += len(chunk)
                    if size > source.max_bytes:
                        raise SourceError(
                            f"the unpacked file passes the limit of {megabytes(source.max_bytes)}"
                        )
                    file.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        with archive.open("rb") as file:
            refuse_web_page(file.read(CHUNK))
        raise SourceError("what came is not a whole zip archive", passing=True) from error


def check_workbook(source: Source, received: Path, head: bytes) -> None:
    """An .xls workbook that opens and has the sheet."""
    import xlrd

    if not head.startswith(OLD_WORKBOOK):
        raise SourceError(f"expected an .xls workbook, found a file that begins with {shown(head[:40])!r}")
    try:
        with xlrd.open_workbook(str(received), on_demand=True, logfile=io.StringIO()) as book:
            sheets = book.sheet_names()
    except Exception as error:  # a damaged workbook raises whatever its bytes lead to
        raise SourceError("the workbook is damaged: it does not open", passing=True) from error
    if source.sheet not in sheets:
        raise SourceError(
            f"the workbook has no sheet {source.sheet!r}; it has {', '.join(map(repr, sheets[:10]))}"
        )


def check_text(source: Source, received: Path, head: bytes) -> None:
    """The header stands where it should, the rows are the whole history, and the last one is whole."""
    if b"\0" in head:
        raise SourceError("expected a text file, found binary data")
    header, n_rows, last = "", 0, ""
    with received.open(encoding="utf-8-sig", errors="replace", newline=None) as file:
        for number, raw in enumerate(file, start=1):
            line = raw.strip("\r\n")
            if not header:
                if number > source.header_within:
                    break
                header = line if re.fullmatch(source.header, line.strip()) else ""
            elif line.strip():
                n_rows += 1
                last = line
    if not header:
        first = head.decode("utf-8-sig", errors="replace").lstrip().partition("\n")[0]
        raise SourceError(
            f"the header was not found: expected {source.header!r}, the file begins with {shown(first)!r}"
        )
    if n_rows < source.min_rows:
        raise SourceError(
            f"the file has {n_rows} rows, at least {source.min_rows} were expected: it is not whole"
        )
    if source.page_rows is not None and n_rows >= source.page_rows:
        raise SourceError(
            f"the file has {n_rows} rows, a full page of the publisher's service: it may be cut, "
            "and the catalogue's request must be narrowed"
        )
    if source.ends_with_row and n_columns(last) != n_columns(header):
        raise SourceError(
            f"the last row has {n_columns(last)} columns, the header {n_columns(header)}: the file is cut",
            passing=True,
        )


def n_columns(line: str) -> int:
    """Fields of one line of a CSV file."""
    return len(next(csv.reader([line]), []))
