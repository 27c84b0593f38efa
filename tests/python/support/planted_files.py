"""The faults of the newest days as a vendor or a publisher would deliver them: in files of a simulated root.

Bars of some days are cut out of the many years of a market, and the project's own bar path makes days of them. They
take the place of the sound ones in a finished working file (`planted_days.Days`), so that a fault is planted in files
and judged in a root of any length, without a build of that length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from builds import each, rewrite_file, write_manifest_again
from planted_days import ALL, FAULTS

from stockbond.project import Project

START = "cast(bar_start_utc as timestamp)"
LOCAL = f"timezone('America/New_York', timezone('UTC', {START}))"
DAY = "cast(bar_start_utc as date)"


def late(by: str) -> str:
    """Stamps so much later."""
    return f"{START} + {by} as bar_start_utc"


def at(first: str, last: str, price: str) -> str:
    """Another price between two times of New York's day."""
    return each(
        f"case when cast({LOCAL} as time) between time '{first}' and time '{last}' then {price} else @ end"
    )


def of_other(instrument: str, days_later: int = 0) -> str:
    """On the first day the bars of another instrument, of that day or one before."""
    return f"""
        select * from rows where {DAY} > date '{{since}}'
        union all by name
        select * replace (
            '{{leg}}' as instrument, '{{leg}}' || contract[len('{instrument}') + 1:] as contract,
            timezone('UTC', timezone('America/New_York', {LOCAL} + interval {days_later} day)) as bar_start_utc
        )
        from read_parquet('{{root}}/bars/canonical/{instrument}/*.parquet')
        where {DAY} + {days_later} = date '{{since}}'
    """


@dataclass(frozen=True)
class FileFault:
    """By its name in the list of faults: new values of columns, or rows in place of those since a day; in which
    legs, each alone and together."""

    name: str
    columns: str = ""
    rows: str = ""
    legs: tuple[str, ...] = ALL
    # Where the two instruments are days apart in their rolls, the day is that of a contract which is not used.
    or_by: str | None = None

    def names(self, leg: str) -> set[str]:
        """The expectations of which one must name it of this leg."""
        return {FAULTS[self.name].names(leg), *([self.or_by] if self.or_by else [])}

    @property
    def cases(self) -> list[tuple[str, ...]]:
        """The legs in which it is planted at a time."""
        alone = [(leg,) for leg in self.legs if leg in ("ES", "TY") or len(self.legs) == 2]
        return [*alone, *([self.legs] if len(self.legs) > 1 else [])]

    def plant(self, root: Path, leg: str, since: str, files: str = "*") -> None:
        """Write the leg's files anew; the root is a copy."""
        new = self.rows or f"select * replace ({self.columns}) from rows where {DAY} >= date '{{since}}'"
        for path in (root / "bars/canonical" / leg).glob(f"{files}.parquet"):
            rewrite_file(
                path,
                f"select * from rows where {DAY} < date '{since}' union all by name"
                f" ({new.format(since=since, root=root, leg=leg)}) order by contract, bar_start_utc",
            )
        write_manifest_again(root)


# Of a thin contract the last before, or of the day.
OF_ELEVEN = (
    f"coalesce(arg_max(close, bar_start_utc) filter (where cast({LOCAL} as time) <= time '11:00')"
    f" over (partition by contract, {DAY}), max(close) over (partition by contract, {DAY}))"
)
FILE_FAULTS = {
    "an_hour_late": FileFault("an_hour_late", late("interval 1 hour")),
    "chicago": FileFault("chicago", late("interval (-1) hour")),
    "utc": FileFault("utc", late(f"({START} - {LOCAL})")),
    "no_summer_time": FileFault("no_summer_time", late(f"({START} - {LOCAL}) - interval 5 hour")),
    "marked_at_end": FileFault("marked_at_end", late("interval 1 minute")),
    "repeated": FileFault("repeated", at("11:01", "13:00", OF_ELEVEN)),
    "cents": FileFault("cents", each("100 * @")),
    "nanos": FileFault("nanos", each("1e9 * @")),
    "32nds": FileFault("32nds", each("floor(@) + round(32 * (@ - floor(@))) / 100"), legs=("TY", "TU")),
    "lots": FileFault("lots", "1000 * volume as volume"),
    "one_symbol": FileFault("one_symbol", rows=of_other("ES"), legs=("TY",), or_by="prices_keep_their_level"),
    "other_note": FileFault("other_note", rows=of_other("TU"), legs=("TY",)),
    "twice": FileFault(
        "twice", rows=of_other("ES", days_later=3), legs=("TY",), or_by="prices_keep_their_level"
    ),
    "dead": FileFault("dead", each("105.5")),
    "gone": FileFault("gone", rows="select * from rows where false", legs=("ES", "TY")),
    "new_names": FileFault("gone", "'NEW' as contract", legs=("ES", "TY")),
    "tick": FileFault("tick", at("11:33", "11:33", "0.94 * @"), legs=("ES", "TY")),
}


def cut(market: Path, root: Path, spans: Sequence[tuple[date, date]]) -> None:
    """A data root of some spans of days of a market, each in a file of its own by instrument, named by its first day.

    Some weeks before each come, too: a fault may need the day before, and a file that is bad for the most part is
    refused before anyone looks at its days.
    """
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for folder in sorted((market / "bars/canonical").iterdir()):
            place = root / "bars/canonical" / folder.name
            place.mkdir(parents=True)
            for first, last in spans:
                files = [str(path) for path in folder.glob("*.parquet") if str(first.year) in path.name]
                connection.execute(
                    f"copy (select * from read_parquet({files}) where {DAY} between date '{first - timedelta(35)}'"
                    f" and date '{last}' order by contract, bar_start_utc) to '{place / str(first)}.parquet'"
                )
    (root / "manifest.json").write_bytes((market / "manifest.json").read_bytes())
    write_manifest_again(root)


def made_of_files(root: Path, folder: Path, name: str) -> Any:
    """A table that the project makes of a data root's files, by its own checks and SQL, without dbt."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        project = Project(connection, root, folder)
        project.preflight()
        return connection.execute(f"from {project.make(name)}").to_arrow_table()


@dataclass(frozen=True)
class SeriesFault:
    """The file of a simulated root, the column, and its new value; what else may rightly be said of it."""

    file: str
    column: str
    value: str
    also: tuple[str, ...] = ()


# By the expectation that names each.
SERIES_FILE_FAULTS = {
    "vix_is_in_percent": SeriesFault(
        "series/fred/VIXCLS.csv", "VIXCLS", "0", ("stocks_fall_when_vix_rises", "vix_is_not_stale")
    ),
    "move_is_above_zero": SeriesFault("series/custom/MOVE.csv", "value", "0"),
    "ten_year_yield_is_in_percent": SeriesFault(
        "series/fred/H15.csv", "DGS10", "round(DGS10 / 100, 6)", ("yields_do_not_fall_tenfold",)
    ),
}


def plant_in_series(root: Path, name: str, first: date, last: date) -> None:
    """Write a series' file anew with the fault between two days; the root is a copy."""
    fault = SERIES_FILE_FAULTS[name]
    path = root / fault.file
    day = path.read_text(encoding="utf-8").split(",")[0]
    rewrite_file(
        path,
        f"select * replace (case when {day} between date '{first}' and date '{last}' then {fault.value}"
        f" else {fault.column} end as {fault.column}) from rows",
    )
    write_manifest_again(root)
