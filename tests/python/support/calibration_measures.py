"""The paper's measures computed from the files of a data root with numpy alone.

Written apart from both the simulation and the warehouse, so that an error in either shows.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

PROJECT = Path(__file__).resolve().parents[3]
Array = NDArray[np.float64]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@dataclass
class Leg:
    """Daily vectors of one instrument on the root's sessions."""

    returns: Array  # (days, 78), five-minute log returns, NaN where a price is missing
    log_return: Array  # (days,), close to close within the day's contract
    contract: list[str]


class Root:
    """One data root and the sessions it covers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        bars = self.bars("ES")
        first, last = bars["day"].min(), bars["day"].max()
        rows = read_csv(PROJECT / "seeds/calendar/nyse_sessions.csv")
        dates = np.array([row["trade_date"] for row in rows], dtype="datetime64[D]")
        inside = (dates >= first) & (dates <= last)
        self.dates = dates[inside]
        self.open = np.array([row["session_open_at_utc"] for row in rows], dtype="datetime64[m]")[inside]
        self.close = np.array([row["session_close_at_utc"] for row in rows], dtype="datetime64[m]")[inside]
        self.is_month_end = np.append(
            dates[1:].astype("datetime64[M]") != dates[:-1].astype("datetime64[M]"), True
        )[inside]

    def bars(self, instrument: str) -> dict[str, NDArray]:
        """Columns of all bars; `contract` as a position in `contracts`, the names."""
        folder = self.path / "bars" / "canonical" / instrument
        table = pq.read_table(folder, read_dictionary=["instrument", "contract"]).unify_dictionaries()
        contract = table["contract"].combine_chunks()
        table = table.drop_columns(["instrument", "contract"])
        columns = {name: table[name].to_numpy() for name in table.column_names}
        columns["contract"] = contract.indices.to_numpy()
        columns["contracts"] = contract.dictionary.to_numpy(zero_copy_only=False)
        columns["start"] = columns.pop("bar_start_utc").astype("datetime64[m]")
        columns["day"] = columns["start"].astype("datetime64[D]")
        return columns

    def leg(self, instrument: str) -> Leg:
        """Five-minute returns of the contract with the day's largest volume, and daily returns."""
        bars = self.bars(instrument)
        day = np.searchsorted(self.dates, bars["day"])
        names, contract = bars["contracts"], bars["contract"]
        volume = np.zeros((len(self.dates), len(names)))
        np.add.at(volume, (day, contract), bars["volume"])
        own = volume.argmax(axis=1)
        minutes = (bars["start"] - self.open[day]).astype(int) + bars["bar_minutes"]  # of the bar's end
        grid = -(-minutes // 5)
        price = np.full((len(self.dates), len(names), 79), np.nan)
        inside = (grid >= 0) & (minutes > -5) & (bars["start"] < self.close[day])
        # Rows are in time order, and of repeated positions the last assignment stays.
        price[day[inside], contract[inside], grid[inside]] = bars["close"][inside]
        days = np.arange(len(self.dates))
        returns = np.diff(np.log(price[days, own]), axis=1)
        last = (self.close - self.open).astype(int) // 5
        log_return = np.full(len(days), np.nan)
        log_return[1:] = np.log(price[days[1:], own[1:], last[1:]] / price[days[:-1], own[1:], last[:-1]])
        return Leg(returns, log_return, [str(names[i]) for i in own])

    def series(self, relative: str) -> Array:
        """A daily series on the sessions, NaN where it has no value."""
        rows = [list(row.values()) for row in read_csv(self.path / relative)]
        known = {day: float(value) for day, value in rows if value not in ("", ".")}
        return np.array([known.get(str(day), np.nan) for day in self.dates])

    def truth(self, record: str) -> list[dict]:
        rows = pq.read_table(self.path / "truth.parquet").to_pylist()
        return [row for row in rows if row["record"] == record]

    def event_sets(self) -> dict[tuple[str, str], NDArray[np.int64]]:
        """Sessions of the paper sample's events by type and subset."""
        start, end = max(self.dates[0], np.datetime64("2004-01-01")), self.dates[-1]
        end = min(end, np.datetime64("2022-06-30"))
        sets: dict[tuple[str, str], list[int]] = {}

        def add(event_type: str, position: int, subsets: list[str]) -> None:
            for subset in ["all", *subsets]:
                sets.setdefault((event_type, subset), []).append(position)

        def session(day: str) -> int | None:
            position = int(np.searchsorted(self.dates, np.datetime64(day)))
            return position if start <= np.datetime64(day) and position < len(self.dates) else None

        def volcker(position: int) -> bool:
            return bool(self.dates[position] >= np.datetime64("2015-07-21"))

        for row in read_csv(PROJECT / "seeds/events/fomc_meetings.csv"):
            meeting = session(row["announcement_date"])
            if row["is_scheduled"] == "true" and meeting is not None:
                add("fomc_announcement", meeting, [f"rate_{row['decision']}"])
                release = session(row["minutes_release_date"])
                if release is not None:
                    add("fomc_minutes", release, [f"rate_{row['decision']}"])
        for position in np.flatnonzero(self.is_month_end & (self.dates <= end)):
            month = int(str(self.dates[position])[5:7])
            kind = "quarter_end" if month % 3 == 0 else "month_end_ex_quarter_end"
            add(kind, int(position), ["post_volcker"] * volcker(position))
        for row in read_csv(PROJECT / "seeds/events/treasury_note_auctions.csv"):
            position = session(row["auction_date"])
            if position is not None:
                subsets = []
                if row["is_offering_increased"] == "true":
                    subsets = ["increased_offering"]
                    subsets += ["increased_offering_post_volcker"] * volcker(position)
                add(
                    {"10-Year": "auction_10y", "5-Year": "auction_5y"}[row["security_term"]],
                    position,
                    subsets,
                )
        return {key: np.sort(np.array(positions)) for key, positions in sets.items()}


def correlation(a: Array, b: Array, min_intervals: int = 60) -> Array:
    """Daily centred correlation; NaN under `min_intervals`."""
    result = np.full(len(a), np.nan)
    for day, (x, y) in enumerate(zip(a, b, strict=True)):
        both = ~np.isnan(x + y)
        if both.sum() >= min_intervals:
            result[day] = np.corrcoef(x[both], y[both])[0, 1]
    return result


def volatility(returns: Array, min_intervals: int = 60) -> Array:
    """Realised volatility, percent a year; NaN under `min_intervals`."""
    n = (~np.isnan(returns)).sum(axis=1)
    enough = n >= min_intervals
    mean_square = np.nansum(returns**2, axis=1) / np.where(enough, n, 1)
    return np.where(enough, 100 * np.sqrt(252 * 78 * mean_square), np.nan)


def newey_west_error(x: Array) -> float:
    """Standard error of a mean: Bartlett kernel, floor(N^(1/4)) lags, factor N / (N - 1)."""
    n, e = len(x), x - x.mean()
    lags = int(n**0.25)
    omega = e @ e + sum(2 * (1 - j / (lags + 1)) * (e[j:] @ e[:-j]) for j in range(1, lags + 1))
    return float(np.sqrt(omega / n**2 * n / (n - 1)))


def event_changes(values: Array, sessions: NDArray[np.int64], carried: bool) -> Array:
    """x_t - x_(t-1) of each event that has both values, as the methodology says for its kind of series."""
    last_known = int(np.flatnonzero(~np.isnan(values))[-1])

    def latest(position: int) -> float:
        for back in range(6):
            if position >= back and position <= last_known and not np.isnan(values[position - back]):
                return float(values[position - back])
        return np.nan

    def before(position: int) -> float:
        if carried:
            return latest(position - 1)
        known = [values[i] for i in range(position - 1, max(position - 6, -1), -1) if not np.isnan(values[i])]
        return float(known[0]) if known else np.nan

    changes = [
        (latest(position) if carried else values[position]) - before(position)
        for position in sessions
        if position > 0
    ]
    result = np.array(changes)
    return result[~np.isnan(result)]


@dataclass
class RecoveredCell:
    """One event-study cell: what the files show and what was planted."""

    name: str
    n_events: int
    estimate: float
    error: float  # Newey-West
    truth: float
    truth_n_events: int


def recovered_cells(root: Root, es: Leg, ty: Leg) -> list[RecoveredCell]:
    """All cells of the paper sample."""
    outcomes = {
        "rho_ust": correlation(es.returns, ty.returns),
        "vix": root.series("series/fred/VIXCLS.csv"),
        "move": root.series("series/custom/MOVE.csv"),
        "noise": root.series("series/custom/HPW_NOISE.csv"),
        "ust_vol": volatility(ty.returns),
        "spx_vol": volatility(es.returns),
    }
    truth = {
        (row["event_type"], row["event_subset"], row["outcome"]): row
        for row in root.truth("event_study")
        if row["sample"] == "paper"
    }
    cells = []
    for (event_type, subset), sessions in root.event_sets().items():
        for outcome, values in outcomes.items():
            x = event_changes(values, sessions, carried=outcome in ("vix", "move", "noise"))
            if len(x) < 2:
                continue
            row = truth[event_type, subset, outcome]
            cells.append(
                RecoveredCell(
                    f"{event_type}/{subset}/{outcome}",
                    len(x),
                    float(x.mean()),
                    newey_west_error(x),
                    row["value"],
                    row["n_events"],
                )
            )
    return cells


def misses(cells: list[RecoveredCell], calibrated: dict[str, dict[str, float]], bound: float) -> list[str]:
    """Cells further than `bound` standard errors from the truth: Newey-West errors for 74 events and
    more, the calibrated ones for fewer."""
    found = []
    for cell in cells:
        error = cell.error if cell.n_events >= 74 else calibrated[cell.name]["std_error"]
        distance = (cell.estimate - cell.truth) / error
        if abs(distance) > bound:
            found.append(
                f"{cell.name}: {cell.estimate:.4f}, planted {cell.truth:.4f}, {distance:+.2f} errors of "
                f"{error:.4f} (N {cell.n_events})"
            )
    return found
