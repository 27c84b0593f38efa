"""The layouts of plain text series: FRED, date,value, prices, Kenneth French's factors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Dates = NDArray[np.datetime64]


def write_lines(path: Path, lines: list[str], line_end: str = "\n") -> Path:
    """Write a text file, the same bytes on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line_end.join(lines) + line_end, encoding="utf-8", newline="")
    return path


def as_text(values: Array, decimals: int, missing: str = "") -> list[str]:
    """Numbers with a fixed count of decimals, `missing` for NaN."""
    pattern = f"%.{decimals}f"
    return [missing if value != value else pattern % value for value in values.tolist()]


def weekdays(dates: Dates) -> Dates:
    """Monday to Friday from the first to the last date, shape (W,)."""
    days = np.arange(dates[0], dates[-1] + np.timedelta64(1, "D"))
    return np.asarray(days[np.is_busday(days)])


def on_weekdays(dates: Dates, values: Array, observed: NDArray[np.bool_]) -> Array:
    """Values on all weekdays, NaN where there is no session or nothing was observed; shape (W, ...)."""
    days = weekdays(dates)
    full = np.full((len(days), *values.shape[1:]), np.nan)
    weekday_sessions = np.isin(dates, days)
    full[np.searchsorted(days, dates[weekday_sessions])] = values[weekday_sessions]
    full[np.searchsorted(days, dates[weekday_sessions & ~observed])] = np.nan
    return full


def write_fred(
    path: Path, dates: Dates, columns: dict[str, Array], observed: NDArray[np.bool_], decimals: int
) -> Path:
    """FRED's csv: every weekday, blank on holidays, one or several series."""
    days = weekdays(dates)
    texts = [as_text(on_weekdays(dates, values, observed), decimals) for values in columns.values()]
    lines = [",".join(row) for row in zip(days.astype(str).tolist(), *texts, strict=True)]
    return write_lines(path, [",".join(["observation_date", *columns]), *lines])


def write_custom(path: Path, dates: Dates, values: Array, observed: NDArray[np.bool_], decimals: int) -> Path:
    """date,value with the days that have one."""
    chosen = observed & ~np.isnan(values)
    rows = zip(dates[chosen].astype(str).tolist(), as_text(values[chosen], decimals), strict=True)
    return write_lines(path, ["date,value", *(f"{day},{value}" for day, value in rows)])


def write_prices(path: Path, dates: Dates, close: Array, volume: Array | None) -> Path:
    """date,close[,volume] from the first day with a price."""
    known = ~np.isnan(close)
    days, prices = dates[known].astype(str).tolist(), as_text(close[known], 6)
    if volume is None:
        rows = zip(days, prices, strict=True)
        return write_lines(path, ["date,close", *(",".join(row) for row in rows)])
    traded = as_text(volume[known], 0)
    rows_with_volume = zip(days, prices, traded, strict=True)
    return write_lines(path, ["date,close,volume", *(",".join(row) for row in rows_with_volume)])


FRENCH_PREAMBLE = [
    "This file was created by the simulation of the stockbond project: it is SIMULATED.",
    "Its layout is that of the daily research factors; the Tbill return is a simple",
    "daily rate that is the same on all days of a month.",
    "",
]


def write_french(path: Path, dates: Dates, factors: Array) -> Path:
    """Kenneth French's daily factors: text before and after, fixed widths, percent, Windows line ends."""
    days = np.char.replace(dates.astype(str), "-", "").tolist()
    lines = [
        f"{day},{market:8.2f},{size:8.2f},{value:8.2f},{riskless:8.3f}"
        for day, (market, size, value, riskless) in zip(days, factors.tolist(), strict=True)
    ]
    text = [*FRENCH_PREAMBLE, ",Mkt-RF,SMB,HML,RF", *lines, "", "SIMULATED: nobody's research data"]
    return write_lines(path, text, line_end="\r\n")
