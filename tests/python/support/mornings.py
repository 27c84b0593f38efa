"""A desk's mornings: what publishers have by then is fetched, a day's bars come, the warehouse is built and read.

The market is simulated once, beyond the last morning. The desk sees of it what was out at the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from click.testing import CliRunner
from fetcher import Fetcher, zipped
from local_publishers import Publishers, body
from preflighter import settle

from stockbond.build import dbt_build
from stockbond.cli import main
from stockbond.doctor import examine
from stockbond.doctor.findings import Finding
from stockbond.explorer.choices import read_query
from stockbond.explorer.view import Contents, Identity, View, read_contents, read_view
from stockbond.fetch.catalogue import Source, load_catalogue
from stockbond.paths import AS_OF_VARIABLE, Paths
from stockbond_simulator.macro.auction_file import COLUMNS, auction

NEW_YORK = ZoneInfo("America/New_York")
FIRST, BEFORE, LAST = date(2026, 4, 1), date(2026, 7, 27), date(2026, 8, 14)
TARGET_FROM = date(2026, 3, 1)
MEETING, RAISED = date(2026, 7, 29), date(2026, 7, 30)  # the target's new bound holds from the day after
AUCTION, NEXT_AUCTION = date(2026, 7, 28), date(2026, 8, 5)
SPEECHES = {
    "2026-05-06": "chair",
    "2026-06-03": "",
    "2026-07-28": "chair",
    "2026-07-30": "",
    "2026-08-06": "chair",
}
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?=[,\s]|$)")
# What has no public address and the desk brings by itself each morning: a part of what the simulator writes.
BROUGHT = (
    "custom/*.csv",
    "nyfed/*.csv",
    "prices/TLT.csv",
    "prices/HYG.csv",
    "prices/GOLD.csv",
    "prices/WTI.csv",
)


@dataclass(frozen=True)
class Morning:
    """The session whose bars come, and the moment of New York at which the desk builds."""

    session: date
    as_of: datetime

    @property
    def published_to(self) -> date:
        """The last day of the publishers' series: a day's values come out on the next."""
        day = self.as_of.date() - timedelta(1)
        return day - timedelta(max(0, day.weekday() - 4))


def mornings() -> list[Morning]:
    """Ten: on the evening of the day, at the very close, and on the morning after, weekends between them."""
    sessions = [day for n in range(1, 15) if (day := BEFORE + timedelta(n)).weekday() < 5]
    found = []
    for session, clock in zip(sessions, ("18:05", "16:00", "next", "next", "18:05") * 2, strict=True):
        weekend = 3 if session.weekday() == 4 else 1
        day, at = (session + timedelta(weekend), "07:00") if clock == "next" else (session, clock)
        found.append(Morning(session, datetime.combine(day, time.fromisoformat(at))))
    return found


@dataclass(frozen=True)
class Seen:
    """What a morning left: how each download ended, days of contracts in the new file of bars, what the build said,
    the published file, the report's page, doctor's findings."""

    morning: Morning
    fetched: dict[str, tuple[str, str]]
    n_days: int
    said: str
    published: Path
    page: str
    findings: list[Finding]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Of a query on the published file."""
        with duckdb.connect(self.published, read_only=True) as connection:
            return connection.execute(sql, values).fetchall()

    @cached_property
    def contents(self) -> Contents:
        """What the explorer offers to choose."""
        return read_contents(self.published, self.identity)

    @property
    def identity(self) -> Identity:
        identity = Identity.of(self.published)
        assert identity is not None
        return identity

    def explorer(self, **query: str) -> View:
        """What the explorer shows."""
        assert self.contents.catalogue is not None
        choices, complaints = read_query(query, self.contents.catalogue)
        assert complaints == []
        return read_view(self.published, self.identity, choices)


class Desk:
    """A data root of real data, for all that it knows, and the commands in their order."""

    def __init__(self, folder: Path, market: Path, publishers: Publishers) -> None:
        self.folder, self.market = folder, market
        self.paths = Paths(
            folder / "data", folder / "working.duckdb", folder / "published" / "stockbond.duckdb"
        )
        self.fetcher = Fetcher(self.paths.data, publishers)
        self.fetcher.policy = replace(self.fetcher.policy, timeout=20.0, deadline=60.0)

    def begin(self) -> None:
        """Everything to the session before the first morning."""
        evening = datetime.combine(BEFORE, time(18, 5))
        self.write("events/speeches.csv", "event_date,event_time_et,subset\n" + "".join(
            f"{day},10:00,{subset}\n" for day, subset in SPEECHES.items()
        ))  # fmt: skip
        self.write("events/cpi.csv", (self.market / "events" / "cpi.csv").read_text())
        for path in self.bars():
            self.take_bars(path.name, [path], f"<= '{BEFORE}'")
        self.deliver(Morning(BEFORE, evening))
        # Before the first morning's bars come, but as of its moment.
        self.build_alone(mornings()[0].as_of)

    def morning(self, morning: Morning) -> Seen:
        """Fetch, a day's bars, build, report; then doctor looks."""
        fetched = self.deliver(morning)
        n_days = self.take_bars(f"{morning.session}.parquet", self.bars(), f"= '{morning.session}'")
        said = self.command("build", "--as-of", f"{morning.as_of:%Y-%m-%d %H:%M}")
        self.command("report")
        kept = self.folder / f"{morning.session}.duckdb"
        kept.write_bytes(self.paths.published.read_bytes())
        page = self.paths.published.with_name("report.html").read_text(encoding="utf-8")
        return Seen(morning, fetched, n_days, said, kept, page, self.doctor(morning))

    def build_alone(self, as_of: datetime) -> None:
        """The tables in the working file, without their tests and not for readers."""
        arguments = ["--exclude-resource-type", "test"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DBT_TARGET_PATH", str(self.folder / "target"))
            dbt_build(self.paths, arguments, variables={AS_OF_VARIABLE: f"{as_of:%Y-%m-%d %H:%M}"})

    def build_anew(self, as_of: datetime) -> Path:
        """Put the working file aside, which is where the result says, and make one of all that came at once."""
        aside = self.folder / "day-by-day.duckdb"
        self.paths.warehouse.rename(aside)
        self.build_alone(as_of)
        return aside

    def command(self, *arguments: str) -> str:
        """What a command of the program says."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.paths.as_environment().items():
                patch.setenv(name, value)
            patch.setenv("DBT_TARGET_PATH", str(self.folder / "target"))
            done = CliRunner().invoke(main, list(arguments))
        assert done.exit_code == 0, done.output
        return done.output

    def doctor(self, morning: Morning) -> list[Finding]:
        """What doctor finds at that moment."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("findings", "ahead"):
                patch.setattr(
                    import_module(f"stockbond.doctor.{name}"), "today", lambda: morning.as_of.date()
                )
            return list(examine(self.paths))

    def bars(self) -> list[Path]:
        """The market's files of bars."""
        return sorted((self.market / "bars").rglob("*.parquet"))

    def take_bars(self, name: str, paths: list[Path], days: str) -> int:
        """Bars of the market's files as one file of the desk's vendor; how many days of contracts."""
        target = self.write(f"bars/canonical/{name}", "")
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(
                f"create table bars as from read_parquet({[str(path) for path in paths]})"
                f" where bar_start_utc::date {days}"
                " order by instrument, bar_start_utc, contract"
            )
            connection.execute(f"copy bars to '{target}' (format parquet)")
            days_of_contracts = "select count(distinct (instrument, contract, bar_start_utc::date)) from bars"
            [(n_days,)] = connection.execute(days_of_contracts).fetchall()
        settle(target)
        return int(n_days)

    def write(self, path: str, content: str) -> Path:
        """A file of the user's own."""
        file = self.paths.data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return settle(file)

    def deliver(self, morning: Morning) -> dict[str, tuple[str, str]]:
        """Fetch what the publishers have, and lay down what has no public address."""
        served = dict(self.served(morning))
        for source, content in served.items():
            zipped_or_not = (
                zipped(Path(source.path).name, content=content) if source.kind == "zip" else content
            )
            self.fetcher.tell(source, body(zipped_or_not))
        self.fetcher.now = morning.as_of.replace(tzinfo=NEW_YORK)
        fetched = self.fetcher(*served)
        for source in served:
            settle(self.fetcher.file(source))
        for file in (file for pattern in BROUGHT for file in sorted((self.market / "series").glob(pattern))):
            text = until(file.read_text(encoding="utf-8"), morning.published_to)
            self.write(file.relative_to(self.market).as_posix(), text)
        return fetched

    def served(self, morning: Morning) -> Iterator[tuple[Source, bytes]]:
        """The publishers' files at that moment; histories of a few months pass for whole ones."""
        for source in load_catalogue():
            text = self.published_text(source, morning)
            if text is not None:
                yield replace(source, min_rows=1), text.encode()

    def published_text(self, source: Source, morning: Morning) -> str | None:
        """A publisher's file, None where the market has none."""
        if source.id == "DFEDTARU":
            day, lines = TARGET_FROM, ["observation_date,DFEDTARU"]
            while day < morning.as_of.date():
                lines.append(f"{day},{3.75 if day < RAISED else 4.0}")
                day += timedelta(1)
            return "\n".join(lines) + "\n"
        if source.id == "auctions_query":
            return auctions(morning)
        if source.id.startswith("DGS"):
            header, *lines = (self.market / "series/fred/H15.csv").read_text().splitlines()
            if source.id not in (names := header.split(",")):
                return None
            column = names.index(source.id)
            pairs = [f"{cells[0]},{cells[column]}" for line in lines if (cells := line.split(","))]
            return until("\n".join([f"observation_date,{source.id}", *pairs]) + "\n", morning.published_to)
        file = self.market / source.path
        return until(file.read_text(encoding="utf-8"), morning.published_to) if file.is_file() else None


def until(text: str, last: date) -> str:
    """The lines of a file without those of later days."""
    return "".join(
        line for line in text.splitlines(keepends=True)
        if not (found := DAY.match(line)) or date(*map(int, found.groups())) <= last
    )  # fmt: skip


def auctions(morning: Morning) -> str:
    """Fiscal Data's file: what was held, and what is announced, a week ahead and without a result."""
    rows = [
        auction(day, cusip, term, original, day, f"{year}-07-31", reopening="Yes" if term != original else "No",
                offering_amt=f"{amount}000000000")
        for day, cusip, term, original, year, amount in (
            ("2026-04-27", "91282CAA1", "5-Year", "5-Year", 2031, 70),
            ("2026-05-12", "91282CBB1", "10-Year", "10-Year", 2036, 42),
            ("2026-05-27", "91282CAA2", "5-Year", "5-Year", 2031, 70),
            ("2026-06-10", "91282CBB1", "9-Year 11-Month", "10-Year", 2036, 39),
            ("2026-06-24", "91282CAA3", "5-Year", "5-Year", 2031, 70),
            (str(AUCTION), "91282CAA4", "5-Year", "5-Year", 2031, 72),
            (str(NEXT_AUCTION), "91282CBB2", "10-Year", "10-Year", 2036, 42),
        )
        if date.fromisoformat(day) <= morning.as_of.date() + timedelta(7)
    ]  # fmt: skip
    for row in rows:
        if row["auction_date"] <= str(morning.published_to):
            row |= {"high_yield": "4.250", "bid_to_cover_ratio": "2.51"}
    lines = [",".join(row.get(column, "null") for column in COLUMNS) for row in rows]
    return "\n".join([",".join(COLUMNS), *lines]) + "\n"
