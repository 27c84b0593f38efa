"""Faults planted in the minutes of days of a finished working file, and what the expectations say of them.

The measures of the days that are touched are made anew by the project's own SQL, without dbt; all others stay as
built. So a fault costs a fraction of a second, alone, in a root of any length.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from builds import PROJECT_ROOT

from stockbond.project import Project, Relation
from stockbond.validation.run import BATCHES

SUITES = ("windows", "pair_windows", "legs", "series")
# Made anew for the days of a fault, in this order.
MEASURES = (
    "int_day_vectors", "int_session_minutes", "int_minute_moves", "int_price_outliers", "int_day_marks",
    "int_pair_marks", "fct_daily_returns",
)  # fmt: skip
VECTOR = 661  # minutes of a vector, 06:00 to 17:00
ALL = ("ES", "TY", "TU", "RATE3M", "USD")


@dataclass(frozen=True)
class Fault:
    """In words; new values of a contract's day by column, or rows to delete; what must name it; on how many
    sessions it is planted, at most fifteen where it lasts; in which legs, each alone and together."""

    fault: str
    columns: dict[str, str]
    named_by: str
    sessions: int = 15
    legs: tuple[tuple[str, ...], ...] = (("ES",), ("TY",), ALL)
    is_deleted: bool = False

    def names(self, leg: str) -> str:
        """The expectation that names it of this leg; of thin ones less is asked."""
        is_thin = leg not in ("ES", "TY") and self.named_by == "both_ends_of_the_newest_days"
        return "both_ends_of_thin_instruments" if is_thin else self.named_by


def late(minutes: str) -> dict[str, str]:
    """Stamps so many minutes late (below zero: early), cut to the vector."""
    start = f"prices_at + ({minutes})"
    return {
        "prices_at": f"greatest({start}, 0)",
        "prices": f"prices[greatest(1, 1 - ({start})):greatest(0, {VECTOR} - ({start}))]",
        "first_open": "null",
        "first_open_minute": "null",
    }


def each(price: str) -> dict[str, str]:
    """Another price for each, of `p` and its place `i` counted from the vector's begin."""
    return {
        "prices": f"list_transform(prices, lambda p, i: {price.replace('@', '(i + prices_at)')})",
        "first_open": f"list_transform([first_open], lambda p, i: {price.replace('@', '(i + 205)')})[1]",
    }


def of_other(instrument: str, days_before: int = 0) -> dict[str, str]:
    """The day of another instrument, of the same date or a session before."""
    day = "planted.trade_date" if not days_before else (
        "(select max(other.trade_date) from sound as other where other.trade_date < planted.trade_date)"
    )  # fmt: skip
    return {
        column: f"(select {column} from sound where sound.instrument = '{instrument}' and sound.trade_date = {day})"
        for column in ("prices", "prices_at", "first_open", "first_open_minute")
    }


IS_SUMMER = "hour(timezone('UTC', timezone('America/New_York', trade_date + interval 12 hour))) = 16"
NOTES = (("TY",), ("TU",), ("TY", "TU"))
FAULTS = {
    "an_hour_late": Fault("stamps an hour late", late("60"), "both_ends_of_the_newest_days"),
    "chicago": Fault("Chicago's clock taken as New York's", late("-60"), "both_ends_of_the_newest_days"),
    "utc": Fault(
        "UTC taken as New York's clock", late(f"case when {IS_SUMMER} then 240 else 300 end"),
        "both_ends_of_the_newest_days",
    ),
    "no_summer_time": Fault(
        "EST all year taken as New York's clock", late(f"case when {IS_SUMMER} then -60 else 0 end"),
        "both_ends_of_the_newest_days",
    ),
    "marked_at_end": Fault("bars marked at their end", late("1"), "bars_are_marked_at_their_start"),
    "repeated": Fault(
        "two hours of repeated prices a day",
        each("case when @ between 301 and 421 then prices[301 - prices_at] else p end"),
        "prices_do_not_stand_still",
    ),
    "cents": Fault("prices times 100", each("100 * p"), "prices_keep_their_level"),
    "nanos": Fault("prices times 1e9", each("1e9 * p"), "prices_keep_their_level"),
    "32nds": Fault(
        "32nds behind the dot (110.16)", each("floor(p) + round(32 * (p - floor(p))) / 100"),
        "notes_keep_their_tick", legs=NOTES,
    ),
    "lots": Fault("volume in other units", {"session_volume": "1000 * session_volume"}, "volumes_keep_their_unit"),
    "one_symbol": Fault(
        "stocks delivered as the 10-year note", of_other("ES"), "no_day_of_another_instrument", 1, (("TY",),)
    ),
    "other_note": Fault(
        "the 2-year note delivered as the 10-year one", of_other("TU"), "no_day_of_another_instrument", 1, (("TY",),)
    ),
    "twice": Fault(
        "a day that stands twice, under two instruments", of_other("ES", 1), "no_day_of_another_instrument", 1,
        (("TY",),),
    ),
    "dead": Fault(
        "prices stop while contracts change names", each("105.5"), "prices_do_not_stand_still",
    ),
    "gone": Fault("an instrument stops", {}, "no_instrument_stops", legs=(("ES",), ("TY",)), is_deleted=True),
    "tick": Fault(
        "a single tick of -6 % that comes back", each("case when @ = 333 then 0.94 * p else p end"),
        "no_price_stands_alone", 1, (("ES",), ("TY",), ("ES", "TY")),
    ),
}  # fmt: skip


class Days:
    """The days of a working file between two dates, with faults planted in them."""

    def __init__(self, warehouse: Path, first: str = "1900-01-01", last: str = "2100-01-01") -> None:
        self.connection = duckdb.connect()
        self.connection.execute("set threads = 1; set TimeZone = 'UTC'")
        # Views of a file know it by the name that it was built under.
        self.connection.execute(f"attach '{warehouse}' as {warehouse.stem} (read_only)")
        self.span = f"between date '{first}' and date '{last}'"
        self.file = warehouse.stem
        tables = self.connection.execute(
            "select distinct table_schema, table_name from information_schema.columns"
            " where table_catalog = ? and table_schema in ('intermediate', 'seeds', 'marts', 'build')",
            [self.file],
        ).fetchall()
        self.relations = {name: Relation(schema, name) for schema, name in tables}
        for schema in ("intermediate", "seeds", "marts", "build"):
            self.connection.execute(f"create schema {schema}")
        for relation in self.relations.values():
            self.connection.execute(f"create view {relation} as from {self.file}.{relation}")
        for name in ("int_market_days", "int_instrument_days", "fct_macro_daily"):
            self.table(name, f"trade_date {self.span}")
        self.connection.execute(
            f"create table sound as select days.* from {self.file}.intermediate.int_contract_days as days"
            " semi join intermediate.int_instrument_days using (instrument, vendor, series, bar_minutes, trade_date)"
        )
        self.project = Project(self.connection)
        self.project.made.update(self.relations)
        self.sessions: list[date] = [
            day
            for (day,) in self.connection.execute(
                "select trade_date from intermediate.int_market_days where is_over order by trade_date"
            ).fetchall()
        ]

    def drop(self, name: str) -> None:
        """Take away the view or table that has this name."""
        found = self.connection.execute(
            "select table_schema, table_type from information_schema.tables"
            " where table_catalog = 'memory' and table_name = ?",
            [name],
        ).fetchone()
        if found:
            kind = "view" if found[1] == "VIEW" else "table"
            self.connection.execute(f"drop {kind} {found[0]}.{name}")

    def table(self, name: str, condition: str) -> None:
        """The rows of the file's table for which a condition holds."""
        relation = self.relations[name]
        self.drop(name)
        self.connection.execute(f"create table {relation} as from {self.file}.{relation} where {condition}")

    def remake(self, name: str) -> None:
        """A model anew by its own SQL."""
        self.project.made.pop(name, None)
        self.drop(name)
        self.project.make(name)

    def plant(self, faults: Sequence[tuple[Fault, str, Sequence[date]]], until: date) -> None:
        """Faults, each of an instrument on some days, in a root that ends on a day."""
        dates = sorted({day for _, _, days in faults for day in days})
        self.end(until)
        self.connection.execute(
            "create or replace table planted as from sound where list_contains($dates, trade_date)",
            {"dates": dates},
        )
        for fault, instrument, days in faults:
            rows = {"days": list(days), "instrument": instrument}
            here = "where list_contains($days, trade_date) and instrument = $instrument"
            if fault.is_deleted:
                self.connection.execute(f"delete from planted {here}", rows)
            else:
                new = ", ".join(f"{column} = {value}" for column, value in fault.columns.items())
                self.connection.execute(f"update planted set {new} {here}", rows)
        self.measure(dates, until)

    def take(self, found: Any, legs: Sequence[str], dates: Sequence[date], until: date) -> None:
        """Days of these legs as a table of contracts' days has them, in a root that ends on a day."""
        self.end(until)
        rows = {"legs": list(legs), "dates": list(dates)}
        is_theirs = "where list_contains($dates, trade_date) and list_contains($legs, instrument)"
        self.connection.register("found", found)
        self.connection.execute(
            "create or replace table planted as from sound where list_contains($dates, trade_date)"
            f" and not list_contains($legs, instrument) union all by name select * from found {is_theirs}", rows
        )  # fmt: skip
        self.measure(list(dates), until)

    def end(self, until: date) -> None:
        """The root ends on a day."""
        self.table("int_market_days", f"trade_date {self.span} and trade_date <= date '{until}'")
        self.remake("int_session_windows")

    def measure(self, dates: list[date], until: date) -> None:
        """Make the measures of these days anew, of what is planted; those of all others as built."""
        marks = MEASURES[3:]
        self.put("int_contract_days", "from planted")
        self.remake("int_contract_candidates")
        self.put(
            "int_instrument_days",
            "select days.* replace (new.closing_price as closing_price, new.known_volume as session_volume,"
            f" new.return_sign as return_sign) from {self.file}.intermediate.int_instrument_days as days"
            " inner join intermediate.int_contract_candidates as new"
            " using (instrument, vendor, series, bar_minutes, trade_date)",
        )
        for name in MEASURES:
            self.remake(name)
        for name in marks:
            relation = self.relations[name]
            self.connection.execute(
                f"delete from {relation} where not list_contains($dates, trade_date)", {"dates": dates}
            )
            self.connection.execute(
                f"insert into {relation} by name from {self.file}.{relation}"
                f" where trade_date {self.span} and trade_date <= date '{until}'"
                " and not list_contains($dates, trade_date)", {"dates": dates},
            )  # fmt: skip

    def put(self, name: str, query: str) -> None:
        """A table in place of what has this name."""
        self.connection.execute(f"create or replace temp table new as {query}")
        self.drop(name)
        self.connection.execute(f"create table {self.relations[name]} as from new")

    def failed(self) -> dict[str, list[str]]:
        """The expectations of the suites that fail, and the labels that they name."""
        return failed(self.connection, SUITES)


def failed_of_files(root: Path, folder: Path) -> dict[str, list[str]]:
    """The same of the bars in the files of a data root."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        project = Project(connection, root, folder)
        project.preflight()
        for name in ("int_session_windows", *MEASURES[3:-1], "instrument_pairs"):
            project.make(name)
        connection.execute(
            "create or replace table build.runs as select '09:30' as session_open, now() as started_at_utc"
        )
        return failed(connection, ("windows", "pair_windows"))


def failed(connection: duckdb.DuckDBPyConnection, suites: Sequence[str]) -> dict[str, list[str]]:
    """The expectations of suites that fail on what the connection sees, and the labels that they name."""
    found = {}
    for suite in suites:
        rows = connection.execute((BATCHES / f"{suite}.sql").read_text()).df()
        path = PROJECT_ROOT / f"gx/expectations/{suite}.json"
        for one in json.loads(path.read_text())["expectations"]:
            wrong = rows[is_wrong(rows, one["kwargs"])]
            if len(wrong):
                found[one["meta"]["name"]] = list(wrong["label"])
    return found


def is_wrong(rows: Any, kwargs: dict[str, Any]) -> Any:
    """Which rows an expectation judges and finds out of its bounds."""
    judged = rows[kwargs["column"]].notna()
    condition = kwargs.get("row_condition", {"type": "and", "conditions": []})
    for one in condition.get("conditions", [condition]):
        column = rows[one["column"]["name"]]
        judged &= column >= one["parameter"] if one["operator"] == ">=" else column == one["parameter"]
    low, high = kwargs.get("min_value", -float("inf")), kwargs.get("max_value", float("inf"))
    return judged & ~rows[kwargs["column"]].between(low, high).fillna(True)


SOME = "trade_date >= date '2009-03-02'"
# By the expectation that names each: in words, and the change.
FAULTS_OF_SERIES = {
    "vix_is_in_percent": (
        "VIX of 0", f"update marts.fct_macro_daily set value = 0 where series_id = 'VIX' and {SOME}"
    ),
    "move_is_above_zero": (
        "MOVE of 0", f"update marts.fct_macro_daily set value = 0 where series_id = 'MOVE' and {SOME}"
    ),
    "ten_year_yield_is_in_percent": (
        "DGS10 in decimals",
        f"update marts.fct_macro_daily set value = value / 100 where series_id = 'DGS10' and {SOME}",
    ),
    "yields_do_not_fall_tenfold": (
        "a yield in decimals from a day on",
        f"update marts.fct_macro_daily set value = value / 100 where series_id = 'DGS2' and {SOME}",
    ),
    "yields_do_not_rise_tenfold": (
        "a yield in decimals until a day",
        f"update marts.fct_macro_daily set value = value / 100 where series_id = 'DGS2' and not {SOME}",
    ),
}  # fmt: skip

# The thing named rises when the price falls: by leg, what must name it, and what the label begins with.
WRONG_SIGN = Fault("an instrument with the wrong sign", {"return_sign": "-1 * return_sign"}, "")
NAMES_OF_SIGNS = {
    "ES": ("stocks_fall_when_vix_rises", "ES with VIX"),
    "TY": ("notes_fall_when_yields_rise", "TY with DGS10"),
    "TU": ("notes_of_two_maturities_move_together", "TY with TU"),
    "USD": ("dollar_rises_when_euro_falls", "USD with DEXUSEU"),
}

# Every expectation that a fault of this file is named by, in a test of its own or beside another one.
NAMED_BY = {
    *(fault.named_by for fault in FAULTS.values()), *FAULTS_OF_SERIES, "notes_are_no_32nds", "prices_are_in_points",
    "legs_share_a_clock", "stocks_move_most_at_their_open", "stocks_are_calmer_before_their_open",
    "news_stands_in_its_bar", "the_session_stands_in_its_bars", *(name for name, _ in NAMES_OF_SIGNS.values()),
}  # fmt: skip
# What else may rightly be said of it, besides what must be.
ALSO = {
    "legs_share_a_clock", "both_ends_of_thin_instruments", "both_ends_of_the_newest_days", "prices_keep_their_level",
    "stocks_move_most_at_their_open", "stocks_are_calmer_before_their_open", "prices_are_in_points",
    "no_price_stands_alone", "bars_are_marked_at_their_start", "news_stands_in_its_bar",
    "prices_do_not_stand_still", "notes_are_no_32nds", *(name for name, _ in NAMES_OF_SIGNS.values()),
}  # fmt: skip
