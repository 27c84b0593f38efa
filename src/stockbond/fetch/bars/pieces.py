"""Whole UTC days of a symbol within one month: one request, one file, whose name says which days it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from stockbond.fetch.bars.symbols import Symbol

FOLDER = "bars/databento"
DAY = timedelta(days=1)
DAYS = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True)
class Piece:
    """Days of a symbol, both ends included."""

    symbol: Symbol
    first: date
    last: date

    @property
    def id(self) -> str:
        """Its name in messages."""
        return f"{self.symbol.name} {self.first} to {self.last}"

    @property
    def path(self) -> str:
        """Its file below the data root."""
        return f"{FOLDER}/{self.symbol.name}/{self.first}_{self.last}.parquet"

    @property
    def days(self) -> Iterator[date]:
        """Each day."""
        return (self.first + number * DAY for number in range((self.last - self.first).days + 1))


def piece_at(symbol: Symbol, path: str) -> Piece | None:
    """The piece that a file of the symbol's folder holds, by its name."""
    name = re.fullmatch(rf"{re.escape(f'{FOLDER}/{symbol.name}')}/({DAYS})_({DAYS})\.parquet", path)
    return Piece(symbol, *map(date.fromisoformat, name.groups())) if name else None


def missing(wanted: Piece, held: Iterable[Piece]) -> list[Piece]:
    """The runs of days that no held piece has; they may span months."""
    had = {day for piece in held for day in piece.days}
    days = [day for day in wanted.days if day not in had]
    runs = [[day for _, day in run] for _, run in groupby(enumerate(days), lambda at: at[1] - at[0] * DAY)]
    return [Piece(wanted.symbol, run[0], run[-1]) for run in runs]


def by_month(run: Piece) -> list[Piece]:
    """A run cut at the ends of months."""
    months = [list(days) for _, days in groupby(run.days, lambda day: (day.year, day.month))]
    return [Piece(run.symbol, days[0], days[-1]) for days in months]
