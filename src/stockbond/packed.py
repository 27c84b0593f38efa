"""Bar files that DuckDB cannot read where they lie: zip, Databento's DBN, spreadsheets.

Each is unpacked into text files of a folder beside the working file, for as long as a statement reads them.
Compressed text (.gz, .zst) is none of them: DuckDB reads it in place.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from stockbond.errors import StockbondError
from stockbond.landing import BESIDE_THE_DATA, LONGEST_LINE, line_of, pattern_expression
from stockbond.workbooks import cell_text, workbook_rows

PACKED = (".zip", ".dbn", ".dbn.zst", ".xlsx")
EMPTY = "none.csv"  # a file to read where there is none: DuckDB refuses an empty list
CHUNK = 1 << 20
ZSTD_MARK = b"\x28\xb5\x2f\xfd"
HEADER_CELLS = 5  # a spreadsheet's header is its first row with so many filled cells; a preamble has fewer


def is_packed(path: str) -> bool:
    """Is this the name of a file, or a glob of files, that are unpacked first?"""
    return path.lower().endswith(PACKED)


def heads(file: Path, ignored: list[str]) -> Iterator[tuple[str, str]]:
    """The first line of a text file (its name is ''), or of each in a packed file, with its name there."""
    if not is_packed(file.name):
        with opened(file) as text:
            yield "", line_of(text)
        return
    for member, source in members(file, ignored):
        buffer = io.BytesIO()
        for piece in source:
            buffer.write(piece)
            if b"\n" in piece or buffer.tell() > LONGEST_LINE:
                break
        buffer.seek(0)
        yield member, line_of(buffer)


def opened(file: Path) -> IO[bytes]:
    """A text file for reading, whatever it is compressed with."""
    if file.name.lower().endswith(".gz"):
        return gzip.open(file)  # type: ignore[return-value]
    if file.name.lower().endswith(".zst"):
        return decompressed(file.open("rb"))
    return file.open("rb")


def decompressed(stream: Any) -> IO[bytes]:
    """A zstd stream as it was before."""
    import pyarrow as pa

    return io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd"), CHUNK)


def members(file: Path, ignored: list[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The text files in a packed file: name, and content piece by piece."""
    name = file.name.lower()
    try:
        if name.endswith(".zip"):
            yield from zip_members(file, ignored)
        elif name.endswith(".xlsx"):
            yield "sheet.csv", sheet_lines(file)
        else:
            with file.open("rb") as stream:
                yield "bars.csv", dbn_lines(stream)
    except (OSError, EOFError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise StockbondError(f"found a damaged file ({error}): copy it again") from error


def zip_members(file: Path, ignored: list[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The members of a zip; a DBN among them is text here. What may lie beside the data is left out."""
    beside = [pattern_expression(glob) for glob in ignored]
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            base = info.filename.rpartition("/")[2]
            if (
                info.is_dir()
                or BESIDE_THE_DATA.match(base)
                or any(b.fullmatch(info.filename) for b in beside)
            ):
                continue
            if {"..", "/"} & set(Path(info.filename).parts) or info.flag_bits & 1:
                raise StockbondError(f"found a member {info.filename} that cannot be unpacked (a password?)")
            with archive.open(info) as stream:
                if base.lower().endswith((".dbn", ".dbn.zst")):
                    yield re.sub(r"[.]dbn([.]zst)?$", ".csv", info.filename), dbn_lines(stream)
                elif base.lower().endswith((".csv", ".txt")):
                    yield info.filename, iter(lambda stream=stream: stream.read(CHUNK), b"")  # type: ignore[misc]
                else:
                    raise StockbondError(f"found a member {info.filename}, expected text files (.csv, .txt)")


def dbn_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """A DBN file as Databento's own library writes it as CSV, with symbols and decimal prices."""
    try:
        from databento_dbn import Compression, DBNError, Encoding, Transcoder
    except ImportError:
        raise StockbondError(
            "found a DBN file, which Databento's library reads: install stockbond[databento], or export CSV"
        ) from None
    head = stream.read(4)
    source: Any = io.BufferedReader(Rest(head, stream))
    if head == ZSTD_MARK:
        source = decompressed(source)
    out = io.BytesIO()
    coder = Transcoder(out, Encoding.CSV, Compression.NONE, map_symbols=True)
    try:
        while piece := source.read(CHUNK):
            coder.write(piece)
            coder.flush()
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    except (DBNError, ValueError) as error:
        raise StockbondError(f"found a DBN file that Databento's library cannot read ({error})") from error


class Rest(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self.head, self.stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.head or self.stream.read(len(buffer))
        self.head = b""
        buffer[: len(piece)] = piece
        return len(piece)


def sheet_lines(file: Path) -> Iterator[bytes]:
    """The first sheet from its header on, as CSV; a preamble is left out."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    is_begun = False
    for row in workbook_rows(file, spell=clock_text):
        is_begun = is_begun or sum(map(bool, row.cells)) >= HEADER_CELLS
        if is_begun:
            writer.writerow(row.cells)
    yield text.getvalue().encode()


def clock_text(value: Any) -> str:
    """A cell as text; a time to the second, for a day's fraction in a workbook is not exact."""
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat(" ")
    return cell_text(value)


def unpacked(file: Path, folder: Path, ignored: list[str]) -> list[Path]:
    """The text files of a packed file, written into a folder; memory holds a piece at a time."""
    written = []
    for member, pieces in members(file, ignored):
        path = folder / member
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            for piece in pieces:
                target.write(piece)
        written.append(path)
    return written


def readable_files(question: str) -> str:
    """For SQL: the files that DuckDB reads for a file of the data root, which is itself or what is in it.

    A JSON object of the file's path, its full path, the folder to unpack into and what is ignored there.
    """
    asked = json.loads(question)
    if not is_packed(asked["path"]):
        return json.dumps([asked["full_path"]])
    folder = Path(asked["folder"], asked["path"])
    paths = unpacked(Path(asked["full_path"]), folder, (asked.get("ignored") or "").split())
    return json.dumps([path.as_posix() for path in paths])


def emptied(folder: str) -> str:
    """For SQL: a folder without what was unpacked for the statement before."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
