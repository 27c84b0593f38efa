"""A look at landing files before DuckDB reads them: which cannot be read, and which are still being written.

DuckDB stops at the first file it cannot read and often does not name it. dbt calls these functions from SQL:
a file is a path as text, and what is wrong with its content is an answer, never an error.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

PARQUET_MARK = b"PAR1"
LONGEST_LINE = 1_000_000  # bytes; DuckDB's reader of CSV files ends at two million
SETTLED_S = 1.0  # a file that is being copied was changed less than this ago


def landing_files(root: Path) -> Iterator[Path]:
    """The files below bars/ and series/ of a data root, in order of their path."""
    for part in ("bars", "series"):
        for path in sorted((root / part).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path


def sha256(path: Path) -> str:
    """Checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def first_line(path: str) -> str:
    """The first line of a text file, without byte order mark and line end, at most LONGEST_LINE of it."""
    with Path(path).open("rb") as file:
        head = file.read(LONGEST_LINE)
    return head.decode("utf-8-sig", errors="replace").partition("\n")[0].rstrip("\r")


def text_damage(path: str) -> str | None:
    """Why a file is no text that DuckDB reads, with the line; None if it is."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        return unreadable(error)
    if (zero := content.find(b"\0")) >= 0:
        return f"a zero byte in line {line_at(content, zero)}: it is not a text file, or not UTF-8"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = line_at(content, error.start)
        return f"the byte 0x{content[error.start]:02x} in line {line}, which is not UTF-8"
    for number, line_bytes in enumerate(content.splitlines(), start=1):
        if len(line_bytes) > LONGEST_LINE:
            return f"{len(line_bytes):,} bytes in line {number}; a line has at most {LONGEST_LINE:,}"
    return None


def line_at(content: bytes, position: int) -> int:
    """The number of the line that holds a byte, from 1."""
    return content.count(b"\n", 0, position) + 1


def parquet_damage(path: str) -> str | None:
    """What shows, without its rows, that this is no whole Parquet file; None if nothing does."""
    import pyarrow as pa
    from pyarrow import parquet

    file_path = Path(path)
    try:
        size = file_path.stat().st_size
        with file_path.open("rb") as file:
            head = file.read(4)
            file.seek(max(0, size - 8))
            tail = file.read(8)
    except OSError as error:
        return unreadable(error)
    if head != PARQUET_MARK:
        return f"a file of {size} bytes that begins with {head!r}: it is not Parquet"
    footer_bytes = int.from_bytes(tail[:4], "little")
    if size < 12 or tail[4:] != PARQUET_MARK or footer_bytes + 12 > size:
        return f"a Parquet file cut off after {size} bytes: its footer is missing"
    try:
        parquet.read_metadata(file_path)
    except (OSError, pa.ArrowException) as error:
        return f"a Parquet file with a damaged footer ({str(error).splitlines()[0].strip()})"
    return None


def unreadable(error: OSError) -> str:
    """A file that the system does not give us."""
    return f"that it cannot be opened: {error.strerror or error}"


def file_state(path: str) -> str | None:
    """Size, time of change and identity of a file: another text means other content. None: no such file."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}"


def settled_state(path: str) -> str | None:
    """`file_state` of a file that nobody is writing; None if it changes under our eyes, or is gone.

    A file changed less than SETTLED_S ago is looked at again when that time has passed.
    """
    before = file_state(path)
    if before is None:
        return None
    age = time.time() - Path(path).stat().st_mtime
    if 0 <= age < SETTLED_S:
        time.sleep(SETTLED_S - age)
    return before if file_state(path) == before else None


def closed_paths(root: str) -> str | None:
    """Files and folders below bars/ and series/ that we may not read, a line each; None if there are none.

    DuckDB passes over a folder that it may not list, as if it were empty.
    """
    closed: list[Path] = []
    for part in ("bars", "series"):
        for folder, folders, files in os.walk(Path(root) / part):
            paths = [Path(folder, name) for name in (*files, *folders)]
            closed += [path for path in paths if path.exists() and not os.access(path, os.R_OK)]
    names = sorted(path.relative_to(root).as_posix() for path in closed)
    return "\n".join(names) or None


def absolute_path(path: str) -> str:
    """The path from the root of the file system, links resolved: one name for one folder."""
    return str(Path(path).resolve())


FUNCTIONS = (
    first_line, text_damage, parquet_damage, file_state, settled_state, closed_paths, absolute_path
)  # fmt: skip
