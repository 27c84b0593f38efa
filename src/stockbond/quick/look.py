"""What files of bars hold, counted in one pass: doctor asks it of a data root, inspect of any files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from stockbond.paths import project_root
from stockbond.quick.clock import MINUTES, Array, Clock, of_day, read_clock
from stockbond.sql import rows
from stockbond.staging import macros

if TYPE_CHECKING:
    import duckdb

SEEDS = {
    "sessions": "seeds/calendar/nyse_sessions.csv",
    "symbols_of_seed": "seeds/instruments/vendor_symbols.csv",
}
# Closes of an instrument that nobody need look at twice; a mistake of scale is ten times and more.
USUAL_CLOSES = {
    "ES": (300, 15_000), "TY": (80, 160), "TU": (90, 125), "RATE3M": (85, 105), "USD": (0.5, 170),
}  # fmt: skip
NO_BARS = "are no bars: quotes, filled minutes, a footer, orders that are no trades"
# Fewer days say nothing of the zone, or of which end of the bar is stamped.
DAYS_FOR_ZONE, DAYS_FOR_LABEL = 2, 10
UNITS = {10.0**power: f"1e-{power}" for power in (2, 9, 4, 7, 8, 6, 3, 5, 1)}  # the likely ones first
# New York's minutes by a day's distance from UTC: asked of the clock once a day, not once a bar.
DAYS_OF_CLOCK = """
    create or replace table clock_days as
    select
        day,
        date_diff('minute', noon, timezone('UTC', timezone('America/New_York', noon))) as minutes_behind
    from (
        select cast(range as date) as day, day + interval 12 hour as noon
        from range(timestamp '1970-01-01', timestamp '2050-01-01', interval 1 day)
    )
"""
SEEN = """
    create or replace table seen as
    with placed as (
        select
            vendor, symbol, contract, day, bar_minutes, volume, close, minutes_behind = 240 as is_summer,
            cast((minute_utc - minutes_behind + 1440) % 1440 as smallint) as minute,
            if(open > 0 and close > 0, abs(ln(close / open)), null) as move,
            n_rows_not_bars is null and (unreadable is not null or close is null or not close > 0) as is_bad,
            n_rows_not_bars
        from (
            select
                *, cast(bar_start_at_utc as date) as day,
                60 * hour(bar_start_at_utc) + minute(bar_start_at_utc) as minute_utc
            from ({query})
        )
        left join clock_days using (day)
    )
    select
        vendor, symbol, day, is_summer, minute, contract, bar_minutes,
        case when grouping(minute) = 0 then 'minute' when grouping(day) = 0 then 'day' else 'contract' end as what,
        count(*) - count(n_rows_not_bars) as n_bars, sum(n_rows_not_bars) as n_not_bars,
        count(*) filter (where is_bad) as n_bad, count(volume) as n_volumes,
        sum(volume) as volume, sum(move) as move, count(move) as n_moves,
        min(close) as low, max(close) as high, avg(close) as close, min(day) as first, max(day) as last
    from placed
    group by grouping sets (
        (vendor, symbol, day), (vendor, symbol, is_summer, minute), (vendor, symbol, contract, bar_minutes)
    )
"""
# The columns of staged bars, where there are no files.
NOTHING = """
    select
        null::varchar as vendor, null::varchar as symbol, null::varchar as contract,
        null::timestamp as bar_start_at_utc,
        null::double as bar_minutes, null::double as open, null::double as close, null::double as volume,
        null::varchar as unreadable, null::bigint as n_rows_not_bars
    where false
"""
SYMBOLS = """
    with days as (
        select
            vendor, symbol, min(day) as first, max(day) as last, count(day) as n_days,
            cast(sum(n_bars) as bigint) as n_bars, cast(sum(n_bad) as bigint) as n_bad,
            cast(coalesce(sum(n_not_bars), 0) as bigint) as n_not_bars,
            min(low) as low, max(high) as high, median(close) as usual, list([epoch(day), close] order by day) as closes
        from seen where what = 'day' group by vendor, symbol
    ),
    contracts as (
        select
            vendor, symbol, list(distinct contract order by contract) as contracts,
            arg_max(bar_minutes, n_bars) as bar_minutes
        from seen where what = 'contract' group by vendor, symbol
    )
    select days.*, contracts.contracts, contracts.bar_minutes, vendor_symbols.instrument
    from days join contracts using (vendor, symbol) left join vendor_symbols using (vendor, symbol)
    order by vendor, symbol
"""
PROFILE = """
    select minute, sum(n_bars) as n_bars, sum(volume) as volume, sum(move) as move, sum(n_moves) as n_moves
    from seen
    where what = 'minute' and minute is not null and vendor = $vendor and symbol is not distinct from $symbol
        and ($is_summer is null or is_summer = $is_summer)
    group by minute
"""


@dataclass(frozen=True)
class Profile:
    """A day of New York by its minutes, each of shape (1440,)."""

    n_bars: Array
    volume: Array
    moves: Array  # mean size

    @property
    def activity(self) -> Array:
        """Volume; where there is none the size of moves."""
        return self.volume if self.volume.any() else self.moves * self.n_bars


@dataclass(frozen=True)
class Sight:
    """What there is of one symbol of a vendor."""

    vendor: str
    symbol: str | None
    instrument: str | None
    contracts: list[str | None]
    first: date | None
    last: date | None
    n_days: int
    n_bars: int
    n_bad: int
    n_not_bars: int  # rows that are no bars
    bar_minutes: float | None
    low: float | None
    high: float | None
    usual: float | None
    closes: list[list[float]]
    profile: Profile
    clocks: dict[str, Clock]  # of the year, of its summer and winter

    @property
    def name(self) -> str:
        """ZN of firstrate."""
        return f"{self.symbol} of {self.vendor}"

    def clock_problem(self) -> str | None:
        """What speaks against the zone or the label of the stamps."""
        year, summer, winter = (self.clocks.get(name) for name in ("year", "summer", "winter"))
        if year is None:
            return None
        if summer and winter and summer.hours != winter.hours:
            season, clock = ("summer", summer) if winter.hours == 0 else ("winter", winter)
            if 0 in (summer.hours, winter.hours):
                return (
                    f"{self.name}: the day's edges lie {hours_in_words(clock.hours)} in {season} only:"
                    " are the stamps of a zone without summer time (EST), or of another with one?"
                )
        if year.hours:
            return (
                f"{self.name}: busiest minute {of_day(year.busiest)} New York; open, close and halt do not lie"
                f" at 09:30, 16:00 and 17:00: are the stamps {hours_in_words(year.hours)}?"
            )
        if year.bars:
            side = "end" if year.bars > 0 else "start"
            other = "start" if year.bars > 0 else "end"
            return (
                f"{self.name}: the day's edges lie one bar {'late' if year.bars > 0 else 'early'}:"
                f" are the stamps the {side} of the bar, read as its {other}?"
            )
        return None

    def scale_problem(self) -> str | None:
        """Closes that the instrument cannot have had."""
        low, high = USUAL_CLOSES.get(self.instrument or "", (0.0, np.inf))
        odd = [close for _, close in self.closes if close is not None and not low <= close <= high]
        if not odd:
            return None
        typical = float(np.median(odd))
        unit = next((UNITS[size] for size in UNITS if low <= typical / size <= high), None)
        if unit is None and low <= typical * 100 <= high:
            unit = "hundreds"
        asked = (
            f": are the prices in units of {unit}?"
            if unit
            else ": is it another instrument, or another unit?"
        )
        return (
            f"{self.name}: closes about {typical:,.6g} on {len(odd)} of {len(self.closes)} days,"
            f" {self.instrument} usually has {low:,g} to {high:,g}{asked}"
        )

    def problems(self) -> Iterator[str]:
        """All that looks wrong."""
        yield from filter(None, (self.clock_problem(), self.scale_problem()))


def hours_in_words(hours: int) -> str:
    """An hour late, five hours early."""
    number = "an hour" if abs(hours) == 1 else f"{abs(hours)} hours"
    return f"{number} {'late' if hours > 0 else 'early'}"


def make_seeds(connection: duckdb.DuckDBPyConnection) -> None:
    """The calendar and the symbols, as tables."""
    connection.execute("set TimeZone = 'UTC'")
    for table, seed in SEEDS.items():
        connection.execute(
            f"create or replace table {table} as from read_csv($seed)", {"seed": str(project_root() / seed)}
        )


def count(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Make the table `seen` of a query of staged bars, by day, by New York's minute and by contract, and the table
    `vendor_symbols` of the symbols in it."""
    connection.execute(DAYS_OF_CLOCK)
    connection.execute(SEEN.replace("{query}", query))
    arrived = macros().symbols_that_arrived("(select distinct vendor, symbol from seen)", "symbols_of_seed")
    connection.execute(f"create or replace table vendor_symbols as {arrived}")


def sights(connection: duckdb.DuckDBPyConnection) -> Iterator[Sight]:
    """What was seen of each symbol."""
    for row in rows(connection, SYMBOLS):
        minutes = round(row["bar_minutes"] or 0)
        key = {"vendor": row["vendor"], "symbol": row["symbol"]}
        profiles = {
            name: profile_of(rows(connection, PROFILE, {**key, "is_summer": is_summer}))
            for name, is_summer in (("year", None), ("summer", True), ("winter", False))
        }
        yield Sight(**row, profile=profiles["year"], clocks=clocks_of(profiles, minutes, row["n_days"]))


def profile_of(found: list[dict[str, Any]]) -> Profile:
    """A day of New York from its minutes."""
    n_bars, volume, moves = np.zeros(MINUTES), np.zeros(MINUTES), np.zeros(MINUTES)
    for row in found:
        n_bars[row["minute"]] = row["n_bars"]
        volume[row["minute"]] = max(0.0, row["volume"] or 0.0)
        moves[row["minute"]] = (row["move"] or 0.0) / max(1, row["n_moves"])
    return Profile(n_bars, volume, moves)


def clocks_of(profiles: dict[str, Profile], bar_minutes: int, n_days: int) -> dict[str, Clock]:
    """The clocks of year, summer and winter; none where there is too little to tell."""
    if n_days < DAYS_FOR_ZONE or not 1 <= bar_minutes <= 30:
        return {}
    clocks = {
        name: read_clock(one.activity, one.n_bars, bar_minutes)
        for name, one in profiles.items()
        if one.n_bars.sum() >= 300 / bar_minutes and one.activity.any()
    }
    return (
        clocks if n_days >= DAYS_FOR_LABEL else {name: replace(one, bars=0) for name, one in clocks.items()}
    )
