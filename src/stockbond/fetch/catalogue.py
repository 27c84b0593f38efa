"""The catalogue of sources: read from the package, checked, searched by the names people use."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from stockbond.errors import StockbondError
from stockbond.fetch.words import shown

KINDS = ("csv", "zip", "xls")
PATH = re.compile(r"series/[a-z_]+/[A-Za-z0-9_.-]+")


@dataclass(frozen=True)
class Source:
    """One download: where it comes from, which file it becomes, what that file must look like."""

    id: str
    series: tuple[str, ...]
    url: str
    path: str
    publisher_id: str
    publisher: str
    licence: str
    max_bytes: int
    kind: str = "csv"
    header: str = ""
    header_within: int = 1
    min_rows: int = 1
    page_rows: int | None = None
    ends_with_row: bool = True
    sheet: str = ""
    fresh_hours: float = 12.0
    unverified: str = ""

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.url).hostname or ""


def load_catalogue() -> tuple[Source, ...]:
    """Every source of the package's catalogue, in its order."""
    return parse_catalogue(files("stockbond.fetch").joinpath("catalogue.toml").read_text(encoding="utf-8"))


def parse_catalogue(text: str) -> tuple[Source, ...]:
    """The sources of a catalogue; raises ValueError where an entry is not safe or not whole."""
    tables = tomllib.loads(text)
    publishers = tables["publishers"]
    sources = tuple(make_source(entry, publishers) for entry in tables["sources"])
    for attribute in ("id", "path"):
        values = [getattr(source, attribute).upper() for source in sources]
        for value in values:
            if values.count(value) > 1:
                raise ValueError(f"catalogue: {attribute} {value} stands twice")
    return sources


def make_source(entry: dict[str, Any], publishers: dict[str, dict[str, Any]]) -> Source:
    """An entry over its publisher's defaults, checked."""
    values = {"publisher_id": entry["publisher"], **publishers[entry["publisher"]], **entry}
    values["publisher"] = values.pop("name")
    values["max_bytes"] = int(values.pop("max_megabytes") * 1_000_000)
    source = Source(**{**values, "series": tuple(values["series"])})
    check_source(source)
    return source


def check_source(source: Source) -> None:
    """Only https, only a plain path below series/, a known kind, and a content check that can fail."""
    address = urlsplit(source.url)
    plain_host = address.netloc == address.hostname and address.hostname
    problems = {
        "the address must be https with a plain host": address.scheme != "https" or not plain_host,
        "the path must be series/<folder>/<file>": (
            not PATH.fullmatch(source.path) or PurePosixPath(source.path).name.startswith(".")
        ),
        f"the kind must be one of {', '.join(KINDS)}": source.kind not in KINDS,
        "a text file needs the pattern of its header": source.kind != "xls" and not source.header,
        "a workbook needs the name of its sheet": source.kind == "xls" and not source.sheet,
    }
    for problem, is_found in problems.items():
        if is_found:
            raise ValueError(f"catalogue entry {source.id}: {problem}")


def names_of(source: Source) -> set[str]:
    """Everything that means this source on the command line, in capitals."""
    return {name.upper() for name in (source.id, source.publisher_id, *source.series)}


def select_sources(sources: Sequence[Source], names: Iterable[str]) -> tuple[Source, ...]:
    """The sources that the names mean, in the catalogue's order; all of them without names.

    A name is a series id, a source id or a publisher's folder, in any case of letters.
    """
    wanted = {name.upper(): name for name in names}
    known = {name for source in sources for name in names_of(source)}
    unknown = [name for capitals, name in wanted.items() if capitals not in known]
    if unknown:
        raise StockbondError("\n".join(explain_unknown(name, known) for name in unknown))
    return tuple(source for source in sources if not wanted or wanted.keys() & names_of(source))


def explain_unknown(name: str, known: set[str]) -> str:
    """What to say to a name that is not in the catalogue."""
    near = difflib.get_close_matches(name.upper(), sorted(known), n=5, cutoff=0.6)
    hint = f"Did you mean {', '.join(near)}?" if near else "Nothing in the catalogue is called alike."
    return f"{shown(name)} is not in the catalogue. {hint} `stockbond fetch --dry-run` lists all sources."
