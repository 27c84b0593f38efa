"""What the bars cover, per instrument, counted from the files themselves, by their day in UTC: no build is
needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stockbond.doctor.findings import Finding, age
from stockbond.landing import parquet_damage
from stockbond.paths import project_root
from stockbond.sql import rows

if TYPE_CHECKING:
    import duckdb

# The vendor is the folder, the symbol a column or the folder below.
PARQUET = "bars/canonical/**/*.parquet"
READERS = {
    PARQUET: """
        select 'canonical' as vendor, instrument as symbol, cast(bar_start_utc as date) as day
        from read_parquet($files, union_by_name = true)
    """,
    "bars/oanda/*/*/*.csv": """
        select 'oanda' as vendor, parse_path(filename)[-3] as symbol, try_cast(time as date) as day
        from read_csv(
            $files, all_varchar = true, header = true, delim = ',', union_by_name = true, filename = true
        )
    """,
}
SEEDS = {
    "sessions": "seeds/calendars/nyse_sessions.csv",
    "vendor_symbols": "seeds/reference/vendor_symbols.csv",
}
# Of two vendors on one day a build takes the one of the lower priority number.
DAYS = """
    create table days as
    select instrument, day, arg_min(n_bars, priority) as n_bars
    from (select vendor, symbol, day, count(*) as n_bars from bars group by all)
    join vendor_symbols using (vendor, symbol)
    group by instrument, day
"""
INSTRUMENTS = """
    with names as (
        select
            instrument, string_agg(symbol || ' of ' || vendor, ', ' order by priority, symbol) as sources
        from vendor_symbols semi join bars using (vendor, symbol)
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
UNMAPPED = """
    select symbol || ' of ' || vendor, count(*)
    from bars anti join vendor_symbols using (vendor, symbol)
    group by all order by 1
"""


def bars(root: Path) -> Iterator[Finding]:
    """Per instrument: range, days, bars a day, sessions without a bar; and the age of the newest bar."""
    import duckdb

    damaged = [(path, damage) for path in visible(root, PARQUET) if (damage := parquet_damage(str(path)))]
    for path, damage in damaged:
        yield Finding(
            "bars", "problem", f"{path.relative_to(root)}: {damage}", "copy or write the file again"
        )
    if damaged:
        return
    with duckdb.connect() as connection:
        try:
            load(connection, root)
            instruments = rows(connection, INSTRUMENTS)
            unmapped = connection.execute(UNMAPPED).fetchall()
        except duckdb.Error as error:
            found = f"the bars cannot be read: {str(error).partition(chr(10))[0]}"
            yield Finding("bars", "problem", found, "`stockbond build` names them")
            return
    for covered in instruments:
        yield coverage(**covered)
    for symbol, n_bars in unmapped:
        yield Finding(
            "bars", "warning", f"{symbol} is no instrument: {n_bars} bars are not used",
            f"correct the name, or add it to {SEEDS['vendor_symbols']}",
        )  # fmt: skip
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
    """Make the tables bars, days, sessions and vendor_symbols."""
    connection.execute("set TimeZone = 'UTC'")
    for table, seed in SEEDS.items():
        connection.execute(
            f"create table {table} as from read_csv($seed)", {"seed": str(project_root() / seed)}
        )
    connection.execute("create table bars (vendor varchar, symbol varchar, day date)")
    for pattern, query in READERS.items():
        if files := visible(root, pattern):
            connection.execute(f"insert into bars {query}", {"files": list(map(str, files))})
    connection.execute("delete from bars where day is null")
    connection.execute(DAYS)


def visible(root: Path, pattern: str) -> list[Path]:
    """The files of a pattern that a build reads: a hidden one is being delivered."""
    return sorted(path for path in root.glob(pattern) if not path.name.startswith("."))
