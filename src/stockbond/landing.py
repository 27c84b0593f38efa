"""A look at landing files before DuckDB reads them: which cannot be read, and which are still being written.

DuckDB stops at the first file it cannot read and often does not name it. dbt calls these functions from SQL:
a file is a path as text, and what is wrong with its content is an answer, never an error.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

PARQUET_MARK = b"PAR1"
LONGEST_LINE = 1_000_000  # bytes; DuckDB's reader of CSV files ends at two million
SETTLED_S = 1.0  # a file that is being copied was changed less than this ago


PARTS = ("bars", "series", "trades", "events")  # of a data root
# Beside the data: a name that says so. (Hidden files are not even listed: they are being delivered.)
BESIDE_THE_DATA = re.compile(r"_|README", re.IGNORECASE)


def landing_files(root: Path) -> Iterator[Path]:
    """The files of a data root, by path. Linked folders are followed, nothing hidden is seen."""
    for part in PARTS:
        yield from sorted(p for p in paths_below(root / part, set()) if p.exists() and not p.is_dir())


def paths_below(path: Path, seen: set[Path]) -> Iterator[Path]:
    """A path and what lies below it, but for what is hidden; a link back to a folder above ends there."""
    yield path
    if path.is_dir() and is_open(path) and path.resolve() not in seen:
        for below in path.iterdir():
            if not below.name.startswith("."):
                yield from paths_below(below, seen | {path.resolve()})


def hidden_files(root: Path) -> Iterator[Path]:
    """What lies in a data root under a hidden name, by path: nobody reads it, for it may be on its way."""
    for part in PARTS:
        yield from sorted((root / part).rglob(".*"))


def is_open(path: Path) -> bool:
    """May we read this file, or list this folder?"""
    return os.access(path, os.R_OK | os.X_OK if path.is_dir() else os.R_OK)


def pattern_expression(pattern: str) -> re.Pattern[str]:
    """A glob as DuckDB reads it, as a regular expression: ** is any number of folders, * no slash."""
    parts = re.split(r"(\*\*/|\*|\?|\[[^]]*\])", pattern)
    words = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    return re.compile(
        "".join(words.get(part, part if part[:1] == "[" else re.escape(part)) for part in parts)
    )


def landed(root: str, patterns: Iterable[str], ignored: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each landing file: what takes it (a pattern of series, a layout of bars); if nothing does, may it lie
    there (is_ignored)?"""
    from stockbond.formats import Layouts

    layouts = Layouts(Path(root))
    readers = {pattern: pattern_expression(pattern) for pattern in patterns}
    beside = [pattern_expression(pattern) for pattern in ignored]
    for file in landing_files(Path(root)):
        path = file.relative_to(root).as_posix()
        is_beside = bool(BESIDE_THE_DATA.match(file.name))
        layout = layouts.format_of(path) if not is_beside else None
        takers = (pattern for pattern, reader in readers.items() if reader.fullmatch(path) and not is_beside)
        reader = layout.format if layout else next(takers, None)
        yield {
            "path": path,
            "full": f"{root}/{path}",
            "size": file.stat().st_size,
            "reader": reader,
            "format": layout.format if layout else None,
            "ignored": layout.ignored if layout else None,
            "is_read": reader is not None,
            "is_ignored": is_beside or layouts.is_ignored(path) or any(b.fullmatch(path) for b in beside),
        }


def landed_files(question: str) -> str:
    """`landed` for SQL: root, patterns and ignored as a JSON object, and the answer as JSON."""
    return json.dumps(list(landed(**json.loads(question))))


def linked_globs(question: str) -> str:
    """For SQL: the globs that together match a pattern below a root, which come as a JSON object.

    DuckDB's ** does not follow a link to a folder: each is a glob of its own. Those that match nothing are
    left out, for DuckDB refuses to read them.
    """
    root, pattern = (json.loads(question)[name] for name in ("root", "pattern"))
    _, deep, tail = pattern.partition("**/")
    reader = pattern_expression(pattern)
    files = [
        path for path in landing_files(Path(root)) if reader.fullmatch(path.relative_to(root).as_posix())
    ]
    if not deep:  # the manifest lies beside the parts
        return json.dumps([f"{root}/{pattern}"] if files or Path(root, pattern).is_file() else [])
    links = {
        parent for file in files for parent in file.parents if parent.is_symlink() and is_below(parent, root)
    }
    globs = [f"{path.as_posix()}/**/{tail}" for path in sorted(links)]
    if any(not any(is_below(file, link) for link in links) for file in files):
        globs.insert(0, f"{root}/{pattern}")
    return json.dumps(globs)


def is_below(path: Path, folder: Path | str) -> bool:
    return path != Path(folder) and path.is_relative_to(folder)


def reader_patterns(project: Path) -> tuple[list[str], list[str]]:
    """The globs below a root that sources read, and those that they leave out on purpose (`meta.ignored`)."""
    import yaml

    patterns: list[str] = []
    ignored: list[str] = []
    for file in sorted((project / "models" / "staging").rglob("_*sources.yml")):
        for source in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]:
            for one in (source, *source.get("tables", [])):
                meta = (one.get("config") or {}).get("meta") or {}
                patterns += re.findall(r"\}\}/((?:[^']|'')*)'", meta.get("external_location") or "")
                patterns += meta.get("files") or []
                ignored += meta.get("ignored") or []
    return patterns, ignored


def sha256(path: Path) -> str:
    """Checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_sha256(path: str) -> str:
    """Checksum of a file, for SQL."""
    return sha256(Path(path))


def package_version(name: str) -> str:
    """The version of an installed package."""
    return version(name)


def first_line(path: str) -> str:
    """The first line of a text file."""
    with Path(path).open("rb") as file:
        return line_of(file)


def line_of(file: IO[bytes]) -> str:
    """The next line of an open file, without byte order mark and line end, at most LONGEST_LINE of it."""
    return file.readline(LONGEST_LINE).decode("utf-8-sig", errors="replace").rstrip("\r\n")


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
    lines = content.splitlines() if may_have_long_line(content) else []
    for number, line_bytes in enumerate(lines, start=1):
        if len(line_bytes) > LONGEST_LINE:
            return f"{len(line_bytes):,} bytes in line {number}; a line has at most {LONGEST_LINE:,}"
    return None


def may_have_long_line(content: bytes) -> bool:
    """Is there a span of LONGEST_LINE without a line end? Asked in jumps: most files have none."""
    begin = 0
    while len(content) - begin > LONGEST_LINE:
        end = content.rfind(b"\n", begin, begin + LONGEST_LINE + 1)
        if end < 0:
            return True
        begin = end + 1
    return False


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
    """Files and folders of a data root that we may not read, a line each; None if there are none.

    DuckDB passes over a folder that it may not list, as if it were empty, and over a link that leads nowhere.
    """
    parts = [Path(root, part) for part in PARTS if os.path.lexists(Path(root, part))]
    closed = (path for part in parts for path in paths_below(part, set()) if not is_open(path))
    names = sorted(path.relative_to(root).as_posix() for path in closed)
    return "\n".join(names) or None


def absolute_path(path: str) -> str:
    """The path from the root of the file system, links resolved: one name for one folder."""
    return str(Path(path).resolve())


FUNCTIONS = (
    first_line, text_damage, parquet_damage, file_state, settled_state, closed_paths, absolute_path,
    file_sha256, package_version, landed_files, linked_globs,
)  # fmt: skip
