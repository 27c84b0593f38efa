"""What files of bars are and hold, before anybody builds with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import StockbondError
from stockbond.formats.layout import DELIMITERS, Format, names_problem
from stockbond.formats.table import DECLARATION, checked, project_formats
from stockbond.packed import heads
from stockbond.project import Project
from stockbond.quick.laid import Laid, laid
from stockbond.quick.layouts import UNREADABLE, Told, files_of
from stockbond.quick.look import Sight, count, make_seeds, sights
from stockbond.quick.pieces import cut
from stockbond.quick.proposal import Proposal, propose
from stockbond.sql import rows
from stockbond.staging import staged, staged_bars

if TYPE_CHECKING:
    import duckdb

LARGE = 128_000_000  # bytes; of a larger text file pieces are read
PIECE = 1_500_000
TRIED, TRIED_PIECE = 8_000_000, 300_000  # of a file of no layout, which is read once for each zone
ZONES = ("UTC", "America/New_York", "America/Chicago", "EST", "Europe/London", "Europe/Berlin")
FLAT = 0.5  # a larger share of bars that repeat the price before is no trading
FILES = """
    select vendor, symbol, list(distinct file order by file) as files from received group by vendor, symbol
"""
COPIES = """
    select vendor, symbol, sum(n - 1) as n_copies
    from (
        select vendor, symbol, contract, bar_start_at_utc, bar_minutes, count(*) as n
        from bars group by all having n > 1
    )
    group by vendor, symbol
"""
REPEATS = """
    select vendor, symbol, avg(if(open = high and high = low and low = close and close = before, 1, 0)) as share
    from (
        select *, lag(close) over (partition by vendor, symbol, contract order by bar_start_at_utc) as before
        from bars
    )
    group by vendor, symbol
"""
GAPS = """
    with days as (select distinct vendor, symbol, cast(bar_start_at_utc as date) as trade_date from bars),
    spans as (select vendor, symbol, min(trade_date) as first, max(trade_date) as last from days group by all)
    select vendor, symbol, list(sessions.trade_date order by sessions.trade_date) as missing
    from spans
    join sessions on sessions.trade_date between spans.first and spans.last
    anti join days
        on days.vendor = spans.vendor and days.symbol is not distinct from spans.symbol
        and days.trade_date = sessions.trade_date
    group by vendor, symbol
"""
EXAMPLE = (
    "select vendor, symbol, min(unreadable) as example from bars where unreadable is not null group by all"
)


@dataclass(frozen=True)
class Seen:
    """One symbol of the files."""

    sight: Sight
    format: Format
    files: list[Path]
    paths: list[str]
    missing: list[Any] = field(default_factory=list)
    n_copies: int = 0
    repeats: float = 0.0
    example: str | None = None

    def problems(self) -> Iterator[str]:
        """All that looks wrong."""
        yield from self.sight.problems()
        if self.example:
            yield f"{self.sight.name}: rows that cannot be read, for example: {self.example}"
        if self.repeats > FLAT:
            yield (
                f"{self.sight.name}: {self.repeats:.0%} of the bars repeat the price before: are empty minutes filled"
                " (Fill=P, MIDPOINT)? Returns of zero pull a correlation to zero: take trades without a fill"
            )
        if self.sight.instrument is None and self.sight.n_bars:
            yield (
                f"{self.sight.name} is no instrument that is known: a symbols: {{{self.sight.symbol}: ES}} of a"
                f" {DECLARATION}, or a row of seed vendor_symbols, says which it is"
            )


@dataclass(frozen=True)
class Untold:
    """A file of no layout that we know: what is nearest, and what could be declared."""

    file: Path
    first_line: str
    nearest: str | None
    proposal: Proposal | None


@dataclass(frozen=True)
class Inspection:
    """What was given, and what it is."""

    places: list[Path]
    seen: list[Seen]
    untold: list[Untold]
    refusal: str | None  # why a build would stop at these files
    is_sampled: bool
    is_simulated: bool

    def problems(self) -> list[str]:
        """All that looks wrong with files that are told."""
        found = [problem for one in self.seen for problem in one.problems()]
        return found + ([f"a build would stop: {self.refusal}"] if self.refusal else [])

    @property
    def exit_code(self) -> int:
        """2 where a build would refuse a file, 1 where something looks wrong, 0 otherwise."""
        return 2 if self.untold or self.refusal else 1 if self.problems() else 0


def inspect(places: list[Path]) -> Inspection:
    """Look at files or folders of bars."""
    import duckdb

    with laid(list(files_of(places))) as files, duckdb.connect() as connection:
        connection.execute("set temp_directory = $folder", {"folder": str(files.folder / "spilled")})
        is_sampled = sum(cut(files.root / path, LARGE, PIECE) for path in files.told) > 0
        untold = [untold_of(file, files) for file in files.untold]
        seen, refusal = [], None
        if files.told:
            refusal = refused(connection, files)
            try:
                seen = list(look(connection, files))
            except (duckdb.Error, StockbondError) as error:
                refusal = refusal or files.in_their_words(str(error).partition("\n")[0])
        return Inspection(places, seen, untold, refusal, is_sampled, files.is_simulated)


def look(connection: duckdb.DuckDBPyConnection, files: Laid) -> Iterator[Seen]:
    """Each symbol of the files that are told."""
    make_seeds(connection)
    connection.execute(f"create table received as {staged(files.root, files.told, files.folder)}")
    connection.execute("create view bars as from received where n_rows_not_bars is null")
    count(connection, "from received")
    by_symbol = {
        name: {(row.pop("vendor"), row.pop("symbol")): row for row in rows(connection, query)}
        for name, query in (("files", FILES), ("copies", COPIES), ("repeats", REPEATS), ("gaps", GAPS),
                            ("example", EXAMPLE))
    }  # fmt: skip
    for sight in sights(connection):
        key = (sight.vendor, sight.symbol)
        paths = by_symbol["files"][key]["files"]
        told = [files.told[path] for path in paths]
        yield Seen(
            sight, told[0].format, [one.file for one in told], paths,
            by_symbol["gaps"].get(key, {}).get("missing", []), by_symbol["copies"].get(key, {}).get("n_copies", 0),
            by_symbol["repeats"].get(key, {}).get("share") or 0.0, by_symbol["example"].get(key, {}).get("example"),
        )  # fmt: skip


def refused(connection: duckdb.DuckDBPyConnection, files: Laid) -> str | None:
    """Why a build would refuse these files: its own checks."""
    try:
        Project(connection, files.root, files.folder).preflight()
    except StockbondError as error:
        return files.in_their_words(str(error))
    return None


def untold_of(file: Path, files: Laid) -> Untold:
    """What can be said of a file that nobody reads."""
    try:
        line = next((line for _, line in heads(file, [])), "")
    except UNREADABLE as error:
        return Untold(file, "", str(error), None)
    if file.suffix.lower() in (".parquet", ".parq"):
        line = ""
    found = propose(file)
    begins = "".join(sign if sign.isprintable() else "." for sign in line[:120])
    return Untold(file, begins, nearest(file, line), with_clock(file, found, files) if found else None)


def nearest(file: Path, line: str) -> str | None:
    """Why the file is not of the layout that its folder says, or whose columns are most like its own."""
    names = {name.strip().lower() for mark in DELIMITERS.values() for name in line.split(mark)}
    of_folder = [one for one in project_formats() if one.vendor in file.absolute().parent.parts]
    if of_folder:
        one = max(of_folder, key=lambda one: n_common(one, names))
        problem = one.problem(file, one.folder + file.name)
    else:
        known = [one for one in project_formats() if one.reader == "csv" and one.header == "yes"]
        one = max(known, key=lambda one: n_common(one, names))
        if n_common(one, names) < 3:
            return None
        found = [name.strip() for name in line.split(DELIMITERS[one.delimiter])]
        problem = names_problem(line, found, one.required, one.named_columns)
        problem = problem or one.problem(file, one.folder + file.name)
    return f"{one.format}: {problem}" if problem else None


def n_common(one: Format, names: set[str]) -> int:
    """How many of a layout's columns a header names."""
    return len(names & {name.lower() for name in one.named_columns})


def with_clock(file: Path, proposal: Proposal, files: Laid) -> Proposal:
    """The proposal with the zone and the label by which the day's edges lie where they should."""
    for zone, label in product(ZONES, ("start", "end")):
        words: dict[str, Any] = proposal.words | {"zone": zone, "label": label}
        try:
            one = checked(replace(Format("yours", "yours"), **words), DECLARATION)
            if is_clock_right(file, one, files):
                return Proposal(words, proposal.doubts)
        except StockbondError:
            break
    return proposal


def is_clock_right(file: Path, one: Format, files: Laid) -> bool:
    """Do the day's edges lie where they should, as this layout reads the file?"""
    import duckdb

    trial = Laid(files.folder / "proposed", files.folder)
    place = trial.link(Told(file, one, f"{one.folder}{file.name}"))
    cut(place, TRIED, TRIED_PIECE)
    try:
        with duckdb.connect() as connection:
            make_seeds(connection)
            count(connection, staged_bars(one, [place], trial.root, files.folder))
            return any(sight.clocks and sight.clock_problem() is None for sight in sights(connection))
    except duckdb.Error:
        return False
    finally:
        place.unlink()
