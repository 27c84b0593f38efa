"""What the bars cover, per instrument, counted from the files themselves, by their day in UTC: no build is
needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from stockbond.doctor.findings import Finding, age
from stockbond.errors import StockbondError
from stockbond.formats import Layouts
from stockbond.landing import landed, parquet_damage
from stockbond.quick.look import NOTHING, SEEDS, count, make_seeds, sights
from stockbond.sql import rows
from stockbond.staging import staged

if TYPE_CHECKING:
    import duckdb

# Of two vendors on one day a build takes the one of the lower priority number.
DAYS = """
    create table days as
    select instrument, day, arg_min(n_bars, priority) as n_bars
    from (select vendor, symbol, day, n_bars from seen where what = 'day' and day is not null)
    join vendor_symbols using (vendor, symbol)
    group by instrument, day
"""
INSTRUMENTS = """
    with names as (
        select
            instrument, string_agg(symbol || ' of ' || vendor, ', ' order by priority, symbol) as sources
        from vendor_symbols semi join seen using (vendor, symbol)
        group by instrument
    ),
    -- Sessions of the calendar between the first and the last day on which there is no bar at all.
    gaps as (
        select spans.instrument, list(trade_date order by trade_date) as missing
        from (select instrument, min(day) as first, max(day) as last from days group by instrument) as spans
        join sessions on trade_date between spans.first and spans.last
        anti join days on days.instrument = spans.instrument and days.day = sessions.trade_date
        group by spans.instrument
    )
    select
        instrument, if(sources = instrument || ' of canonical', '', ' (' || sources || ')') as sources,
        min(day) as first, max(day) as last, count(*) as n_days, sum(n_bars) / count(*) as bars_a_day,
        coalesce(any_value(missing), []) as missing
    from days join names using (instrument) left join gaps using (instrument)
    group by instrument, names.sources order by instrument
"""


def bars(root: Path) -> Iterator[Finding]:
    """Per instrument: range, days, bars a day, sessions without a bar; and the age of the newest bar."""
    import duckdb

    damaged = [
        (path, damage) for path in bar_files(root, "parquet") if (damage := parquet_damage(f"{root}/{path}"))
    ]
    for path, damage in damaged:
        yield Finding("bars", "problem", f"{path}: {damage}", "copy or write the file again")
    if damaged:
        return
    with duckdb.connect() as connection:
        try:
            load(connection, root)
            instruments = rows(connection, INSTRUMENTS)
            symbols = list(sights(connection))
        except (duckdb.Error, StockbondError) as error:
            found = f"the bars cannot be read: {str(error).partition(chr(10))[0]}"
            yield Finding("bars", "problem", found, "`stockbond build` names them")
            return
    for covered in instruments:
        yield coverage(**covered)
    for sight in symbols:
        if sight.instrument is None and sight.n_bars:
            yield Finding(
                "bars", "warning", f"{sight.name} is no instrument: {sight.n_bars} bars are not used",
                f"correct the name, or add it to {SEEDS['symbols_of_seed']}",
            )  # fmt: skip
        for problem in sight.problems():
            yield Finding(
                "bars", "problem", problem, "`stockbond inspect` draws its day; docs/DATA.md has its vendor"
            )
    if instruments:
        yield age("bars", max(covered["last"] for covered in instruments))


def coverage(
    instrument: str,
    sources: str,
    first: date,
    last: date,
    n_days: int,
    bars_a_day: float,
    missing: list[date],
) -> Finding:
    """What one instrument's bars cover."""
    found = f"{instrument}{sources}: {first} to {last}, {n_days} days, {bars_a_day:.0f} bars a day"
    facts = {
        "instrument": instrument, "first_day": first, "last_day": last, "n_days": n_days,
        "bars_a_day": round(bars_a_day, 1), "sessions_without_a_bar": missing,
    }  # fmt: skip
    if not missing:
        return Finding("bars", "ok", f"{found}, no session without a bar", facts=facts)
    days = ", ".join(map(str, missing[:5])) + (" ..." if len(missing) > 5 else "")
    found = f"{found}; {len(missing)} sessions without a bar: {days}"
    return Finding("bars", "warning", found, facts=facts)


def load(connection: duckdb.DuckDBPyConnection, root: Path) -> None:
    """Make the tables seen, days, sessions and vendor_symbols."""
    make_seeds(connection)
    with TemporaryDirectory() as folder:
        query = staged(root, bar_files(root), Path(folder))
        count(connection, query or NOTHING)
    connection.execute(DAYS)


def bar_files(root: Path, reader: str = "") -> list[str]:
    """The files of bars and trades that a build reads, below the root; of one reader alone if it is named."""
    readers = {one.format: one.reader for one in Layouts(root).formats}
    files = [file for file in landed(str(root), (), ()) if file["format"]]
    return [file["path"] for file in files if reader in ("", readers[file["format"]])]
