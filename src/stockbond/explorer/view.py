"""One view: everything that the page shows for one set of choices, from one reading of the file.

The file is opened, queried and closed each time. Results are kept by the file's identity, so a new release
is seen at the next request and an old result is never shown for it. One request reads at a time: while one
connection of a process is open, DuckDB shows its file to the next one too, even if a new file lies there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from stockbond.errors import StockbondError
from stockbond.explorer import queries
from stockbond.explorer.choices import Catalogue, Choices, Outcome
from stockbond.explorer.study import study
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

    def days_listed(self, shown: str) -> pd.DataFrame:
        """The days of one label, or all of them."""
        return self.days if shown == "all" else self.days[self.days["regime"] == shown]


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


@lru_cache(maxsize=KEPT_VIEWS)
def read_view(path: Path, identity: Identity, choices: Choices) -> View:
    """The view of the release at `path`. Raises as `read_contents` does. Its tables are not to be changed."""
    with reading(path, identity) as connection:
        queries.label_days(connection, choices, queries.ProjectSettings.read())
        events = queries.read_events(connection, choices)
        return View(
            days=queries.read_days(connection),
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
        )


@contextmanager
def reading(path: Path, identity: Identity) -> Iterator[duckdb.DuckDBPyConnection]:
    """The only connection to the file at `path`; ReleaseChangedError unless it is the one meant."""
    with READING, open_published(path) as connection:
        if Identity.of(path) != identity:
            raise ReleaseChangedError
        yield connection
