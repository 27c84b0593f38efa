"""The table of layouts: seed bar_formats, and what a format.yml declares in the same words."""

from __future__ import annotations

import csv
import re
from dataclasses import fields, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from stockbond.errors import StockbondError
from stockbond.formats.layout import NUMBERS, Format
from stockbond.paths import project_root

SEED = "seeds/instruments/bar_formats.csv"
DECLARATION = "format.yml"
KINDS = ("bars", "trades")  # folders of the data root
FILES = {"csv": "**/*.csv **/*.csv.gz **/*.txt **/*.txt.gz **/*.zip", "parquet": "**/*.parquet"}
STEM = r"(?:^|/)(?P<name>[^/]+)[.][a-z]+(?:[.]gz)?$"  # the whole name of the file, where nothing else is said
# What a word may say, as a pattern, and in words for the message. Other words are free text.
ALLOWED = {
    "reader": ("csv|parquet", "csv or parquet"),
    "delimiter": ("comma|semicolon|tab|", "comma, semicolon or tab"),
    "header": ("yes|no|fixed|", "yes, no or fixed"),
    "label": ("start|end", "start or end"),
    "empty_minutes": ("omitted|no_price|zero_volume", "omitted, no_price or zero_volume"),
    "prices": (r"(decimal|32nds|1e-\d{1,2})(\|1e-\d{1,2})?",
               "decimal, 32nds or the unit of whole numbers, such as 1e-9"),
    "kind": ("bars|trades", "bars or trades"),
    "kept": (r"[^=]+=[^=]+|", "column=value"),
    "unknown_volume": (r"-?\d+|", "a whole number"),
    "bar_minutes": (r"\d+|\D.*|", "a number of minutes or a column"),
    "time_format": (r"(timestamp|iso|s|ms|us|ns|ms_of_day|[^|]*%[^|]*)(\|(iso|s|ms|us|ns|[^|]*%[^|]*))*",
                    "timestamp, iso, s, ms, us, ns, ms_of_day or codes such as %Y-%m-%d %H:%M"),
}  # fmt: skip


class FormatError(StockbondError):
    """A format.yml says something that cannot be followed; the message names the key."""


@cache
def project_formats() -> tuple[Format, ...]:
    """The layouts of the seed, in its order: of two that take a file the first counts."""
    with (project_root() / SEED).open(encoding="utf-8", newline="") as file:
        return tuple(checked(Format(**dict[str, Any](row)), SEED) for row in csv.DictReader(file))


def formats_of(root: Path) -> tuple[list[Format], list[str]]:
    """The layouts that hold in a data root, those that it declares too; and what is wrong with these."""
    formats = list(project_formats())
    problems = []
    for file in [file for kind in KINDS for file in sorted((root / kind).glob(f"*/{DECLARATION}"))]:
        vendor, kind = file.parent.name, file.parent.parent.name
        try:
            declared = declared_formats(file, vendor, kind)
        except FormatError as error:
            problems.append(str(error))
            declared = []
        formats = declared + [one for one in formats if (one.vendor, one.kind) != (vendor, kind)]
    return formats, problems


def declared_formats(file: Path, vendor: str, kind: str = "bars") -> list[Format]:
    """What one format.yml says: another layout, or other words for those of a vendor that is known."""
    import yaml

    name = f"{kind}/{vendor}/{DECLARATION}"
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise FormatError(
            f"{name}: found no YAML ({str(error).splitlines()[0]}), expected keys and values"
        ) from error
    if not isinstance(said, dict) or not said:
        raise FormatError(f"{name}: found no keys, expected some of {', '.join(declarable())}")
    for key in said:
        if key not in (*declarable(), "like"):
            near = get_close_matches(str(key), declarable(), 1)
            raise FormatError(
                f"{name}: found the key {key}, "
                + (f"expected {near[0]}" if near else f"expected one of {', '.join(declarable())}")
            )
    words = {key: word(value, key, name) for key, value in said.items()}
    like = str(words.pop("like", vendor))
    known = [one for one in project_formats() if like in (one.vendor, one.format) and one.kind == kind]
    if "like" in said and not known:
        raise FormatError(f"{name}: found like: {like}, expected a vendor or a format of {SEED}")
    if not known:
        known = [Format(vendor, vendor, kind=kind)]
        if "time" not in words:
            raise FormatError(f"{name}: found no key time, expected the column of the bar's time")
    formats = [replace(one, format=f"{vendor}_{one.format}".lower() if like != vendor else one.format,
                       vendor=vendor, known_from="yours", **words) for one in known]  # fmt: skip
    return [checked(one, name) for one in formats]


def declarable() -> list[str]:
    """The keys of a format.yml: the words of the seed, but for those that its place tells."""
    return [one.name for one in fields(Format) if one.name not in ("format", "vendor", "known_from", "kind")]


def word(value: Any, key: str, name: str) -> Any:
    """A value of YAML as the seed would write it."""
    if key == "symbols":
        if not isinstance(value, dict):
            raise FormatError(f"{name}: found symbols: {value}, expected a map of the file's symbols to ours")
        return {str(theirs): str(ours) for theirs, ours in value.items()}
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ("," if key == "columns" else " ").join(map(str, value))
    if value is None or isinstance(value, dict):
        raise FormatError(f"{name}: found {key}: {value}, expected a text or a number")
    return str(value)


def checked(one: Format, name: str) -> Format:
    """The layout, filled where nothing is said; stops at a word that cannot be followed."""
    for key, (pattern, expected) in ALLOWED.items():
        if not re.fullmatch(pattern, getattr(one, key)):
            raise FormatError(f"{name}: found {key}: {getattr(one, key)}, expected {expected}")
    if one.zone not in zones():
        raise FormatError(
            f"{name}: found zone: {one.zone}, expected UTC, EST or a name such as America/New_York"
        )
    try:
        re.compile(one.path)
    except re.error as error:
        raise FormatError(
            f"{name}: found path: {one.path}, expected a regular expression ({error})"
        ) from error
    one = replace(one, files=one.files or FILES[one.reader])
    if not one.path and not one.name and not one.symbol:
        one = replace(one, path=STEM)
    if one.reader == "csv" and one.header != "yes":
        known = one.columns.split(",")
        for missing in (name for name in one.named_columns if name not in known):
            raise FormatError(
                f"{name}: found columns: {one.columns}, expected {missing} among them: without a header"
                " (header: no or fixed) columns gives their order"
            )
    if one.reader == "parquet" and not {"timestamp", *NUMBERS} & {one.time_format}:
        one = replace(one, time_format="timestamp")
    return one


@cache
def zones() -> set[str]:
    """The names of time zones that DuckDB knows; EST is one without a summer time."""
    import duckdb

    return {"EST", *(name for (name,) in duckdb.execute("select name from pg_timezone_names()").fetchall())}
