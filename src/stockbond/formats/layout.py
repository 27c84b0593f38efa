"""One layout of bar files, in the words of seed bar_formats, and what a file must be like to be of it."""

from __future__ import annotations

import csv
import re
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from stockbond.errors import StockbondError
from stockbond.packed import heads, is_packed
from stockbond.paths import project_root

ROOTS = "seeds/instruments/contract_roots.csv"
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
NUMBERS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
PRICES = ("open", "high", "low", "close")
CELLS = ("time", *PRICES, "volume", "name", "symbol", "contract", "sequence")  # words that name columns


@dataclass(frozen=True)
class Column:
    """One way to fill a cell: the columns that make it together, and whether a file may lack them."""

    names: tuple[str, ...]
    is_optional: bool = False


@dataclass(frozen=True)
class Format:
    """One layout: a row of the seed, each word as it stands there."""

    format: str
    vendor: str
    files: str = ""
    ignored: str = ""
    reader: str = "csv"
    delimiter: str = "comma"
    header: str = "yes"
    columns: str = ""
    path: str = ""
    time: str = ""
    time_format: str = "iso"
    zone: str = "UTC"
    label: str = "start"
    bar_minutes: str = "1"
    open: str = "open"
    high: str = "high"
    low: str = "low"
    close: str = "close"
    volume: str = ""
    name: str = ""
    symbol: str = ""
    contract: str = ""
    prices: str = "decimal"
    empty_minutes: str = "omitted"
    unknown_volume: str = ""
    footer: str = ""
    known_from: str = "yours"
    note: str = ""
    kind: str = "bars"
    kept: str = ""
    sequence: str = ""
    symbols: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Where its files lie, below the data root."""
        return f"{self.kind}/{self.vendor}/"

    @property
    def globs(self) -> list[str]:
        """Its files, as globs below the data root."""
        return [self.folder + glob for glob in self.files.split()]

    def cells(self, word: str) -> list[Column]:
        """The columns that a word names: `a|b` the first that is there, `a+b` both, `a?` may be missing."""
        return [
            Column(tuple(part.strip() for part in one.rstrip("?").split("+")), one.endswith("?"))
            for one in str(getattr(self, word)).split("|")
            if one
        ]

    @property
    def groups(self) -> dict[str, int]:
        """What the path of a file tells, by the pattern's group."""
        return dict(re.compile(self.path).groupindex) if self.path else {}

    @property
    def minutes_column(self) -> str:
        """The column of the bars' length, if there is one."""
        return "" if re.fullmatch(r"\d*", self.bar_minutes) else self.bar_minutes.split()[0]

    @property
    def required(self) -> list[list[str]]:
        """Of each of these one column at least must be there."""
        required = []
        for word in CELLS:
            certain = [one for one in self.cells(word) if not one.is_optional]
            if len(certain) == 1:
                required += [[name] for name in certain[0].names]
            elif certain:
                required.append([name for one in certain for name in one.names])
        required = [list(names) for names in dict.fromkeys(map(tuple, required))]  # one price may be four
        required += [[name] for name in self.other_columns]
        order = self.columns.split(",")
        return sorted(required, key=lambda names: order.index(names[0]) if names[0] in order else len(order))

    @property
    def named_columns(self) -> list[str]:
        """Every column that a word names."""
        named = [name for word in CELLS for one in self.cells(word) for name in one.names]
        return list(dict.fromkeys([*named, *self.other_columns]))

    @property
    def other_columns(self) -> list[str]:
        """Columns of which no cell is made: the bars' length, and the one that tells which rows are kept."""
        return [name for name in (self.minutes_column, self.kept.partition("=")[0]) if name]

    def header_problem(self, line: str) -> str | None:
        """Why a file with this first line is not of this layout."""
        try:
            found = [
                name.strip() for name in next(csv.reader([line], delimiter=DELIMITERS[self.delimiter]), [])
            ]
        except csv.Error:
            return "found a first line that is no text"
        if self.header == "no":
            n_needed = 1 + max(self.columns.split(",").index(name) for [name] in self.required)
            n_known = len(self.columns.split(","))
            if n_needed <= len(found) <= n_known and found[0][:1].isdigit():
                return None
            return f"found the first line {line[:200]}, expected no header and {self.columns}"
        lower = [name.lower() for name in found]
        if self.header == "fixed":
            expected = self.columns.split(",")
            n_needed = 1 + max(expected.index(name) for [name] in self.required)
            if lower[:n_needed] == [name.lower() for name in expected[:n_needed]]:
                return None
            return f"found the header {line[:200]}, expected {self.columns} in this order"
        return names_problem(line, found, self.required, self.named_columns)

    def problem(self, file: Path, path: str) -> str | None:
        """Why a file is not of this layout, told by its name and its first line; None if it is."""
        try:
            below = path.removeprefix(self.folder)
            if self.reader == "parquet":
                return self.name_problem(below) or self.parquet_problem(file)
            for member, line in heads(file, self.ignored.split()):
                inside = f"{below}/{member}" if member else below
                found = self.name_problem(inside) or self.header_problem(line)
                if found:
                    return f"{member}: {found}" if member else found
        except StockbondError as error:
            return str(error)
        return None

    def name_problem(self, below: str) -> str | None:
        """Why the path below the vendor's folder does not tell what the path of this layout tells."""
        if self.path and not re.search(self.path, below):
            return f"the name {below} does not tell the {' and the '.join(self.groups)}: expected {self.path}"
        return None

    def parquet_problem(self, file: Path) -> str | None:
        """Whole numbers or not is what tells two Parquet layouts of one vendor apart."""
        import pyarrow as pa
        from pyarrow import parquet

        try:
            schema = parquet.read_schema(file)
        except (OSError, pa.ArrowException):
            return None  # the preflight says what is damaged
        types = {name.lower(): schema.field(name).type for name in schema.names}
        for names in self.required:
            if not {name.lower() for name in names} & types.keys():
                return (
                    f"found no column {' or '.join(names)}, expected one; there are {', '.join(schema.names)}"
                )
        time = next(
            (types[c.names[0].lower()] for c in self.cells("time") if c.names[0].lower() in types), None
        )
        if time is not None and pa.types.is_integer(time) != (self.time_format in NUMBERS):
            return f"found a time of type {time}, expected {self.time_format}"
        price = types.get(self.close.lower())
        if price is not None and self.prices.startswith("1e") and not pa.types.is_integer(price):
            return f"found a {self.close} of type {price}, expected whole numbers of {self.prices}"
        return None

    def for_sql(self) -> dict[str, Any]:
        """The words as the macros want them: lists for alternatives, numbers for groups and divisors."""
        steps = self.bar_minutes.split()[1:]
        return {
            **asdict(self),
            "folder": self.folder,
            "roots": known_roots(),
            "plain_globs": [glob for glob in self.globs if not is_packed(glob)],
            "is_packed": any(is_packed(glob) for glob in self.globs),
            "delimiter": DELIMITERS.get(self.delimiter, ","),
            "columns": [name for name in self.columns.split(",") if name],
            "named_columns": self.named_columns,
            "certain": [w for w in CELLS if len(self.cells(w)) == 1 and not self.cells(w)[0].is_optional],
            "has_optional_columns": any(
                one.is_optional or len(self.cells(word)) > 1 for word in CELLS for one in self.cells(word)
            ),
            "cells": {word: [list(one.names) for one in self.cells(word)] for word in CELLS},
            "groups": self.groups,
            "time_formats": self.time_format.split("|"),
            "zone": {"EST": "Etc/GMT+5"}.get(self.zone, self.zone),  # without a summer time
            "minutes_column": self.minutes_column,
            "kept": self.kept.split("=") if self.kept else [],
            "minutes_of": dict(step.split("=") for step in steps),
            "is_decimal": self.prices.startswith("decimal"),
            "is_in_32nds": self.prices.startswith("32nds"),
            "price_divisor": 10 ** int(self.prices.rpartition("1e-")[2]) if "1e-" in self.prices else 1,
        }  # fmt: skip


def names_problem(line: str, found: list[str], required: list[list[str]], named: list[str]) -> str | None:
    """Why a header does not name the columns that are read, each once, in any order and case."""
    lower = [name.lower() for name in found]
    if "filename" in lower:
        return f"found a column filename, a name that the reader needs for itself; the header is {line[:200]}"
    for name in named:
        if lower.count(name.lower()) > 1:
            return (
                f"found several columns {name}, expected one, whatever the case of its name;"
                f" the header is {line[:200]}"
            )
    choices = [" or ".join(names) for names in required]
    present = [any(name.lower() in lower for name in names) for names in required]
    if all(present):
        return None
    missing = [choice for choice, is_present in zip(choices, present, strict=True) if not is_present]
    return (
        f"no {', '.join(missing)}; found the header {line[:200]}, expected {','.join(choices)} in any order"
    )


@cache
def known_roots() -> list[str]:
    """The spellings of futures roots that we know, the longest first: SR3 before SR."""
    with (project_root() / ROOTS).open(encoding="utf-8", newline="") as file:
        return sorted((row["spelling"] for row in csv.DictReader(file)), key=lambda root: (-len(root), root))
