"""The simulated bars as vendors cut them: by contract, by day, by year; on the clocks of a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

Writer = Callable[[pd.DataFrame, Path], list[Path]]
PRICES = ["open", "high", "low", "close"]
MONTHS = {"H": 3, "M": 6, "U": 9, "Z": 12}
NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"
# Roots as exchanges and most vendors write them, and as Bloomberg and LSEG do.
EXCHANGE = {"ES": "ES", "TY": "ZN", "TU": "ZT", "RATE3M": "GE", "USD": "DX"}
TERMINAL = {"ES": "ES", "TY": "TY", "TU": "TU", "RATE3M": "ED", "USD": "DX"}
CLASS = {"ES": "Index", "TY": "Comdty", "TU": "Comdty", "RATE3M": "Comdty", "USD": "Curncy"}


def instrument_of(bars: pd.DataFrame) -> str:
    """The one instrument of these bars."""
    return str(bars["instrument"].iloc[0])


def minutes_of(bars: pd.DataFrame) -> int:
    """Their length."""
    return int(bars["bar_minutes"].iloc[0])


def contracts(bars: pd.DataFrame) -> Iterator[tuple[str, str, int, int, pd.DataFrame]]:
    """The bars contract by contract: instrument, month's letter, month, year and bars in order of time."""
    for contract, part in bars.groupby("contract"):
        letter, year = str(contract)[-3], 2000 + int(str(contract)[-2:])
        yield instrument_of(part), letter, MONTHS[letter], year, part.sort_values("bar_start_utc")


def front(bars: pd.DataFrame) -> pd.DataFrame:
    """The bars of each day's most traded contract: a continuous series that is not adjusted."""
    day = bars["bar_start_utc"].dt.date
    volume = bars.groupby([day, bars["contract"]])["volume"].sum()
    best = volume.groupby(level=0).idxmax().map(lambda key: key[1])
    of_the_day: pd.DataFrame = bars[bars["contract"] == day.map(best)]
    return of_the_day.sort_values("bar_start_utc")


def with_spreads(bars: pd.DataFrame) -> pd.DataFrame:
    """The bars, and rows of a calendar spread between them, as a parent symbol delivers them."""
    spread = bars[bars["bar_start_utc"].dt.minute % 20 == 0].copy()
    spread["is_spread"] = True
    spread[PRICES] = [-0.25, 0.5, -0.5, 0.25]
    both: pd.DataFrame = pd.concat([bars.assign(is_spread=False), spread])
    return both.sort_values(["bar_start_utc", "contract"], kind="stable")


def short_names(bars: pd.DataFrame) -> pd.Series[str]:
    """ESZ9 of ESZ19, and ESZ9-ESH0 of its spread."""
    root = bars["instrument"].map(EXCHANGE)
    letter, year = bars["contract"].str[-3], bars["contract"].str[-1]
    name = root + letter + year
    following = letter.map({"H": "M", "M": "U", "U": "Z", "Z": "H"})
    next_year = ((year.astype(int) + (letter == "Z")) % 10).astype(str)
    return name.where(~bars["is_spread"], name + "-" + root + following + next_year)


def local(bars: pd.DataFrame, zone: str, minutes: int = 0) -> pd.Series[pd.Timestamp]:
    """The bars' starts, or a time so many minutes later, on the clocks of a zone."""
    moved: pd.Series[pd.Timestamp] = bars["bar_start_utc"] + pd.to_timedelta(
        minutes * bars["bar_minutes"], "min"
    )
    there: pd.Series[pd.Timestamp] = moved.dt.tz_localize("UTC").dt.tz_convert(zone)
    return there


def write(table: pd.DataFrame, file: Path, **options: object) -> Path:
    """A table as CSV; `.gz` compresses."""
    file.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(file, index=False, lineterminator="\n", **options)  # type: ignore[call-overload]
    return file


def years(bars: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    yield from ((int(str(year)), part) for year, part in bars.groupby(bars["bar_start_utc"].dt.year))


def days(bars: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield from ((f"{day:%Y-%m-%d}", part) for day, part in bars.groupby(bars["bar_start_utc"].dt.date))
