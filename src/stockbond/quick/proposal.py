"""A format.yml for a file of no layout that we know: guessed from its first lines, for a person to correct."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from stockbond.formats.layout import DELIMITERS, NUMBERS
from stockbond.packed import is_packed, opened
from stockbond.quick.layouts import UNREADABLE

LINES = 200
COLUMNS = {
    "open": r"o|open|first|px_open|open_?price", "high": r"h|high|px_high|high_?price",
    "low": r"l|low|px_low|low_?price", "close": r"c|close|last|latest|settle|px_last|last_price|close_?price",
    "volume": r"v|vol|volume|totalvolume|qty|quantity|size", "symbol": r"symbol|ticker|ric|#ric|instrument|root",
    "contract": r"contract|expiry|expiration|maturity",
}  # fmt: skip
TIMES = (
    r"(date|day|trade_?date)", r"(time|clock|bar_?time)",
    r".*(date_?time|time_?stamp|ts_event|bar_start|start|end|dates).*|gmt time",
)  # fmt: skip
TIME_FORMATS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y%m%d %H:%M:%S", "%Y%m%d %H%M%S", "%Y%m%d %H%M",
    "%Y.%m.%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%d-%b-%Y %H:%M:%S", "%d-%b-%Y %H:%M",
)  # fmt: skip
UNITS = ((9, "s"), (12, "ms"), (15, "us"), (18, "ns"))  # digits of a whole number of this century, less one


@dataclass(frozen=True)
class Proposal:
    """What a format.yml could say, and what of it is a guess."""

    words: dict[str, str]
    doubts: list[str]

    def as_yaml(self) -> str:
        """The lines of the file."""
        return "\n".join(f"{key}: {in_yaml(value)}" for key, value in self.words.items())


def in_yaml(value: str) -> str:
    """A value that YAML reads as the text it is."""
    return value if re.fullmatch(r"[A-Za-z][\w/]*", value) else '"' + value.replace('"', '\\"') + '"'


def propose(file: Path) -> Proposal | None:
    """What the file's names or first lines make likely; None where they make nothing of it."""
    if file.suffix.lower() in (".parquet", ".parq"):
        return of_parquet(file)
    if is_packed(file.name):
        return None
    try:
        with opened(file) as stream:
            lines = [
                stream.readline(100_000).decode("utf-8-sig", "replace").rstrip("\r\n") for _ in range(LINES)
            ]
    except UNREADABLE:
        return None
    return of_lines([line for line in lines if line.strip()])


def of_lines(lines: list[str]) -> Proposal | None:
    """From the lines of a text file."""
    if len(lines) < 2:
        return None
    delimiter = max(DELIMITERS, key=lambda name: min(line.count(DELIMITERS[name]) for line in lines[:20]))
    try:
        rows = list(csv.reader(lines, delimiter=DELIMITERS[delimiter]))
    except csv.Error:
        return None  # no text
    header, *table = ([cell.strip() for cell in row] for row in rows)
    words = {"reader": "csv"} | ({} if delimiter == "comma" else {"delimiter": delimiter})
    if any(is_number(cell) for cell in header):
        header, table = names_by_place(header), [header, *table]
        words |= {"header": "no", "columns": ",".join(header)}
    found = columns_by_name(header)
    if found is None:
        return None
    at = [header.index(name) for name in found["time"].split("+")]
    times = [" ".join(row[i] for i in at) for row in table if len(row) > max(at)]
    time_format = format_of(times)
    if time_format is None:
        return None
    doubts = ["zone and label are a guess by the hours at which the bars are loudest: ask the vendor"]
    if re.search(r"%d[./]%m|%m[/.]%d", time_format) and not tells_day_from_month(times, time_format):
        doubts.append("day and month may be the other way round")
    minutes = minutes_between(times, time_format)
    return completed(
        words | found | ({} if minutes == 1 else {"bar_minutes": str(minutes)}), time_format, doubts
    )


def minutes_between(times: list[str], time_format: str) -> int:
    """The usual distance of two times that follow."""
    stamps = sorted({seconds_of(time, time_format) for time in times if time})
    steps = [later - earlier for earlier, later in pairwise(stamps)]
    return max(1, round(median(steps) / 60)) if steps else 1


def seconds_of(time: str, time_format: str) -> float:
    if time_format in NUMBERS:
        return float(int(time) / NUMBERS[time_format])
    moment = datetime.fromisoformat(time) if time_format == "iso" else datetime.strptime(time, time_format)
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()


def names_by_place(row: list[str]) -> list[str]:
    """Names of columns without a header: date or time first, then open, high, low, close, and the volume."""
    has_date = len(row) > 1 and re.fullmatch(r"\d{1,2}:?\d{2}(:?\d{2})?", row[1])
    names = ["date", "time"] if has_date else ["time"]
    names += ["open", "high", "low", "close", "volume"]
    return [*names, *(f"other_{number}" for number in range(len(row)))][: len(row)]


def columns_by_name(header: list[str]) -> dict[str, str] | None:
    """The column of each word that the names tell; None without a time or a price."""
    found: dict[str, str] = {}
    for word, pattern in COLUMNS.items():
        names = [name for name in header if re.fullmatch(pattern, name.strip("<>").lower())]
        if names:
            found[word] = names[0]
    dates, times, both = (
        [name for name in header if re.fullmatch(pattern, name.strip("<>").lower())] for pattern in TIMES
    )
    if both:
        found["time"] = both[0]
    elif dates and times:
        found["time"] = f"{dates[0]}+{times[0]}"
    elif dates or times:
        found["time"] = (dates or times)[0]
    return found if {"time", "open", "high", "low", "close"} <= found.keys() else None


def completed(words: dict[str, str], time_format: str, doubts: list[str]) -> Proposal:
    """With what goes without saying left out, and what nobody can tell from the first lines."""
    if "symbol" not in words:
        doubts.append("the symbol is the file's name; symbols: {THEIRS: ES} says which instrument it is")
    said = {key: value for key, value in words.items() if key != value or key == "time"}
    if "volume" in words:
        said["volume"] = words["volume"]
    return Proposal(said | {"time_format": time_format, "zone": "UTC", "label": "start"}, doubts)


def format_of(times: list[str]) -> str | None:
    """The format by which every time can be read."""
    times = [time for time in times if time]
    if not times:
        return None
    if all(re.fullmatch(r"\d{9,19}", time) for time in times):
        return next((unit for digits, unit in reversed(UNITS) if len(times[0]) > digits), None)
    if all(is_iso(time) for time in times):
        return "iso"
    return next((one for one in TIME_FORMATS if all(can_read(time, one) for time in times)), None)


def tells_day_from_month(times: list[str], time_format: str) -> bool:
    """Is there a day after the twelfth?"""
    return any(datetime.strptime(time, time_format).day > 12 for time in times if time)


def is_iso(time: str) -> bool:
    try:
        datetime.fromisoformat(time)
    except ValueError:
        return False
    return "-" in time[1:]


def can_read(time: str, time_format: str) -> bool:
    try:
        datetime.strptime(time, time_format)
    except ValueError:
        return False
    return True


def is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+([.]\d*)?", cell.strip()))


def of_parquet(file: Path) -> Proposal | None:
    """From the names and types of a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        schema = parquet.read_schema(file)
    except (OSError, pa.ArrowException):
        return None
    found = columns_by_name(schema.names) or {}
    stamps = list(names_of_type(schema, pa.types.is_timestamp))
    if stamps:
        found["time"] = stamps[0]
    if not {"time", "open", "high", "low", "close"} <= found.keys():
        return None
    return completed({"reader": "parquet"} | found, "timestamp", [])


def names_of_type(schema: Any, is_type: Any) -> Iterator[str]:
    return (name for name in schema.names if is_type(schema.field(name).type))
