"""One view: everything that the page shows for one set of choices, from one reading of the file.

The file is opened, queried and closed each time. Results are kept by the file's identity, so a new release
is seen at the next request and an old result is never shown for it. One request reads at a time: while one
connection of a process is open, DuckDB shows its file to the next one too, even if a new file lies there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from stockbond.errors import StockbondError
from stockbond.explorer import queries
from stockbond.explorer.choices import Catalogue, Choices, Outcome
from stockbond.explorer.study import means_ahead, study
from stockbond.explorer.words import pair_legs
from stockbond.published import open_published

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

KEPT_VIEWS = 50
READING = Lock()


class ReleaseChangedError(Exception):
    """The published file was replaced while it was read: read again."""


@dataclass(frozen=True)
class Identity:
    """Which file lies at a path: a release put in its place has another."""

    device: int
    inode: int
    size: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> Identity | None:
        """The identity of the file at `path`; None if there is none."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


@dataclass(frozen=True)
class Contents:
    """The release, and what it lets one choose (None where no day has a correlation)."""

    release: dict[str, Any]
    catalogue: Catalogue | None


@dataclass(frozen=True)
class View:
    """The tables behind the page; `queries` and `study` say what their columns are."""

    days: pd.DataFrame
    labelled: pd.DataFrame
    """The days of the whole sample, whatever dates are chosen."""
    by_regime: pd.DataFrame
    by_year: pd.DataFrame
    histogram: pd.DataFrame
    events: pd.DataFrame
    study: pd.DataFrame
    upcoming: pd.DataFrame
    intraday: pd.DataFrame
    outcome: Outcome
    printed: tuple[float, float] | None
    """Mean and t that the paper prints for these events and outcome."""
    paths: pd.DataFrame
    robust: tuple[float, ...] | None
    """p of other tests of all events in the sample: plain t, Newey-West on t, randomised, after Holm."""
    calendar: pd.DataFrame

    def days_listed(self, shown: str) -> pd.DataFrame:
        """The days of one label, or all of them."""
        return self.days if shown == "all" else self.days[self.days["regime"] == shown]


@dataclass(frozen=True)
class Hours:
    """One day from its open on, of one pair; `queries` says what the columns are."""

    times: pd.DataFrame
    """With `new_york_time`."""
    events: pd.DataFrame
    contracts: pd.DataFrame


@lru_cache(maxsize=4)
def read_contents(path: Path, identity: Identity) -> Contents:
    """The release at `path`. Raises StockbondError where the file cannot be read, ReleaseChangedError."""
    with reading(path, identity) as connection:
        cursor = connection.execute("from reports.rpt_release")
        names = [column[0] for column in cursor.description or []]
        row = cursor.fetchone()
        if row is None:
            raise StockbondError(f"{path} names no release: run `stockbond publish` to write it anew.")
        return Contents(dict(zip(names, row, strict=True)), queries.read_catalogue(connection))


def read_view(path: Path, identity: Identity, choices: Choices) -> View:
    """The view of the release at `path`. Raises as `read_contents` does. Its tables are not to be changed."""
    return _read_view(path, identity, choices.read())


@lru_cache(maxsize=KEPT_VIEWS)
def _read_view(path: Path, identity: Identity, choices: Choices) -> View:
    with reading(path, identity) as connection:
        queries.label_days(connection, choices, queries.ProjectSettings.read())
        events = queries.read_events(connection, choices)
        return View(
            days=queries.read_days(connection),
            labelled=queries.read_labelled(connection),
            by_regime=queries.read_by_regime(connection),
            by_year=queries.read_by_year(connection),
            histogram=queries.read_histogram(connection),
            events=events,
            study=study(events),
            upcoming=queries.read_upcoming(connection, choices),
            intraday=queries.read_intraday(connection, choices),
            outcome=queries.read_outcome(connection, choices),
            printed=queries.read_printed(connection, choices),
            paths=queries.read_paths(connection, choices),
            robust=queries.read_robust(connection, choices),
            calendar=queries.read_calendar(connection, choices),
        )


@lru_cache(maxsize=KEPT_VIEWS)
def read_hours(path: Path, identity: Identity, pair: str, day: date) -> Hours:
    """A day from its open on. Raises as `read_contents` does. Its tables are not to be changed."""
    with reading(path, identity) as connection:
        times = queries.read_times(connection, pair, day)
        utc = times["interval_end_at_utc"].dt.tz_localize("UTC")
        return Hours(
            times=times.assign(new_york_time=utc.dt.tz_convert("America/New_York").dt.tz_localize(None)),
            events=queries.read_events_of_day(connection, day),
            contracts=queries.read_contracts(connection, pair_legs().get(pair, ("", "")), day),
        )


def read_ahead(path: Path, identity: Identity, choices: Choices) -> pd.DataFrame:
    """What the asset chosen earned on and after each kind of day: `study.means_ahead`."""
    return _read_ahead(path, identity, replace(choices.read(), asset=choices.asset))


@lru_cache(maxsize=KEPT_VIEWS)
def _read_ahead(path: Path, identity: Identity, choices: Choices) -> pd.DataFrame:
    days = read_view(path, identity, choices).days[["trade_date", "regime"]]
    return means_ahead(days.merge(_read_returns(path, identity, choices.asset), on="trade_date"))


@lru_cache(maxsize=KEPT_VIEWS)
def _read_returns(path: Path, identity: Identity, asset: str) -> pd.DataFrame:
    with reading(path, identity) as connection:
        return queries.read_returns(connection, asset)


@contextmanager
def reading(path: Path, identity: Identity) -> Iterator[duckdb.DuckDBPyConnection]:
    """The only connection to the file at `path`; ReleaseChangedError unless it is the one meant."""
    with READING, open_published(path) as connection:
        if Identity.of(path) != identity:
            raise ReleaseChangedError
        yield connection
