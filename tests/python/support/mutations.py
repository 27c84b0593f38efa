"""The faults that the critical expectations of gx/ are meant to catch. Keys are the expectations' names.

Most are planted in the files of a data root, as a vendor would deliver them; those of the events, whose facts
are seeds, in a warehouse that is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builds import rewrite_file

PRICES = ("open", "high", "low", "close")
AN_HOUR_LATE = "select * replace (bar_start_utc + interval 1 hour as bar_start_utc) from rows"
# Of the 395 minutes from five before the open: what leaves the day at its end comes in at its start.
FIRST_BAR = "min(bar_start_utc) over (partition by cast(bar_start_utc as date))"
THREE_HOURS_OFF = f"""
    select * replace (
        {FIRST_BAR} + to_minutes((date_diff('minute', {FIRST_BAR}, bar_start_utc) + 180) % 395)
        as bar_start_utc
    )
    from rows
"""
# Each of the two quotes one thing in units of the other: a return changes its sign.
INVERSE = """
    select * replace (
        1e4 / open as open, 1e4 / low as high, 1e4 / high as low, 1e4 / close as close
    )
    from rows
"""


def where(condition: str, change: str) -> str:
    """The rows with their prices changed where a condition holds."""
    prices = ", ".join(
        f"case when {condition} then {change.format(price)} else {price} end as {price}" for price in PRICES
    )
    return f"select * replace ({prices}) from rows"


def without(condition: str) -> str:
    """The rows but for those of a condition."""
    return f"select * from rows where not ({condition})"


def dead(first: str, last: str) -> str:
    """A feed that repeats its last price."""
    return where(
        f"cast(bar_start_utc as date) between date '{first}' and date '{last}'",
        f"(select min_by(close, bar_start_utc) from rows where bar_start_utc >= timestamp '{first}')",
    )


@dataclass(frozen=True)
class FileFault:
    """A fault of one file: in words, the file, its new content as a query on its `rows`, and the row of the
    suite's table that the result must name."""

    fault: str
    file: str
    content: str
    label: str

    def plant(self, root: Path) -> None:
        """Write the file anew; the root it lies in is a copy."""
        rewrite_file(root / self.file, self.content.format(root=root))


def bars(fault: str, instrument: str, year: int, content: str, label: str = "") -> FileFault:
    """A fault of an instrument's bars of a year."""
    file = f"bars/canonical/{instrument}/{instrument}-{year}.parquet"
    return FileFault(fault, file, content, label or f"{instrument} {year}")


def vix(fault: str, first: str, last: str, value: str) -> FileFault:
    """A fault of VIX on some days of one year."""
    content = (
        f"select * replace (case when observation_date between date '{first}' and date '{last}'"
        f" then {value} else VIXCLS end as VIXCLS) from rows"
    )
    return FileFault(fault, "series/fred/VIXCLS.csv", content, f"VIX {first[:4]}")


FAULTS_OF_FILES = {
    "trades_at_both_ends_of_the_session": bars(
        "the S&P 500's bars of a year are marked an hour late", "ES", 2010, AN_HOUR_LATE
    ),
    "notes_trade_at_both_ends_of_the_session": bars(
        "the note's bars of a year are marked an hour late", "TY", 2011, AN_HOUR_LATE
    ),
    "the_open_is_livelier_than_noon": bars(
        "a source that trades round the clock is three hours off", "ES", 2012, THREE_HOURS_OFF
    ),
    "stocks_move_every_day": bars(
        "the S&P 500's feed is dead for two weeks", "ES", 2013, dead("2013-05-06", "2013-05-17")
    ),
    "notes_move_every_day": bars(
        "the note's feed is dead for two weeks", "TY", 2014, dead("2014-05-05", "2014-05-16")
    ),
    "no_quarter_is_missing": bars(
        "a quarter was not delivered", "ES", 2015, without("quarter(bar_start_utc) = 2")
    ),
    "no_return_beyond_the_circuit_breakers": bars(
        "a price in cents, one bar long, the last before a grid point", "TY", 2015,
        where("bar_start_utc = timestamp '2015-03-04 17:04:00'", "100 * {}"),
    ),
    "no_day_stands_twice": bars(
        "a day is delivered under the date of the next, too", "TY", 2016,
        without("cast(bar_start_utc as date) = date '2016-03-03'")
        + " union all select * replace (bar_start_utc + interval 1 day as bar_start_utc) from rows"
        " where cast(bar_start_utc as date) = date '2016-03-02'",
    ),
    "stocks_fall_when_vix_rises": bars(
        "the S&P 500 with the wrong sign", "ES", 2016, INVERSE, "ES with VIX 2016"
    ),
    "notes_fall_when_yields_rise": bars(
        "the 10-year note with the wrong sign", "TY", 2017, INVERSE, "TY with DGS10 2017"
    ),
    "notes_of_two_maturities_move_together": bars(
        "the 2-year note with the wrong sign", "TU", 2020, INVERSE, "TY with TU 2020"
    ),
    "most_days_have_a_correlation": bars(
        "every third day of a year lacks a leg", "TY", 2018, without("day(bar_start_utc) % 3 = 0"), "ust 2018"
    ),
    "days_differ": bars(
        "one leg's file under the other's name", "ES", 2019,
        "select * replace ('ES' as instrument, 'ES' || contract[3:] as contract)"
        " from read_parquet('{root}/bars/canonical/TY/TY-2019.parquet')", "ust 2019",
    ),
    "vix_is_not_stale": vix(
        "VIX stands still for two months", "2014-03-03", "2014-04-30", "14.5"
    ),
    "vix_is_in_percent": vix("VIX as a fraction, for a day", "2015-03-03", "2015-03-03", "VIXCLS / 100"),
    "vix_has_a_ceiling": vix("VIX a hundredfold, for a day", "2016-03-03", "2016-03-03", "VIXCLS * 100"),
}  # fmt: skip

FAULTS_OF_SEEDS = {
    "eight_fomc_meetings_a_year": (
        "two meetings are missing",
        "delete from marts.dim_events where event_type = 'fomc_announcement' and year(event_date) = 2015"
        " and month(event_date) >= 10",
    ),
    "announcements_are_history": (
        "a decision of next month",
        "update marts.dim_events"
        " set event_date = (select max(started_at_utc) from build.runs) + interval 30 day"
        " where event_id = (select max_by(event_id, event_date) from marts.dim_events"
        " where event_type = 'fomc_announcement' and event_subtype like 'rate_%')",
    ),
    "four_quarter_ends_a_year": (
        "a quarter end is missing",
        "delete from marts.dim_events where event_type = 'quarter_end' and event_date = date '2013-06-28'",
    ),
    "eight_other_month_ends_a_year": (
        "a month end is missing",
        "delete from marts.dim_events where event_type = 'month_end_ex_quarter_end'"
        " and event_date = date '2013-07-31'",
    ),
}
