"""The faults of the newest days as a vendor would deliver them: in files of bars of a simulated root."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builds import rewrite_file, write_manifest_again
from planted_days import ALL, FAULTS

START = "cast(bar_start_utc as timestamp)"
LOCAL = f"timezone('America/New_York', timezone('UTC', {START}))"
DAY = "cast(bar_start_utc as date)"


def late(by: str) -> str:
    """Stamps so much later."""
    return f"{START} + {by} as bar_start_utc"


def each(price: str) -> str:
    """Another price for each, `@`."""
    return ", ".join(f"{price.replace('@', name)} as {name}" for name in ("open", "high", "low", "close"))


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
            {START} + interval {days_later} day as bar_start_utc
        )
        from read_parquet('{{root}}/bars/canonical/{instrument}/*.parquet')
        where {DAY} + {days_later} = date '{{since}}'
    """


@dataclass(frozen=True)
class FileFault:
    """By its name in the list of faults: new values of columns, or rows in place of those since a day; in which
    legs."""

    name: str
    columns: str = ""
    rows: str = ""
    legs: tuple[str, ...] = ALL

    def names(self, leg: str) -> str:
        """The expectation that names it of this leg."""
        return FAULTS[self.name].names(leg)

    def plant(self, root: Path, leg: str, since: str) -> None:
        """Write the leg's files anew; the root is a copy."""
        new = self.rows or f"select * replace ({self.columns}) from rows where {DAY} >= date '{{since}}'"
        for path in (root / "bars/canonical" / leg).glob("*.parquet"):
            rewrite_file(
                path,
                f"select * from rows where {DAY} < date '{since}' union all by name"
                f" ({new.format(since=since, root=root, leg=leg)}) order by contract, bar_start_utc",
            )
        write_manifest_again(root)


OF_ELEVEN = (
    f"max(close) filter (where cast({LOCAL} as time) = time '11:00') over (partition by contract, {DAY})"
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
    "one_symbol": FileFault("one_symbol", rows=of_other("ES"), legs=("TY",)),
    "other_note": FileFault("other_note", rows=of_other("TU"), legs=("TY",)),
    "twice": FileFault("twice", rows=of_other("ES", days_later=3), legs=("TY",)),
    "dead": FileFault("dead", each("105.5")),
    "gone": FileFault("gone", rows="select * from rows where false", legs=("ES", "TY")),
    "new_names": FileFault("gone", "'NEW' as contract", legs=("ES", "TY")),
    "tick": FileFault("tick", at("11:33", "11:33", "0.94 * @"), legs=("ES", "TY")),
}
