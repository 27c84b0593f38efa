"""Twenty days of three instruments in canonical Parquet: all that the bar path looks for happens at least once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

# Noon of the last day: it is not over, and what its file holds of the afternoon lies in the future.
AS_OF = "2009-12-15 12:00"
HALF_DAY = date(2009, 11, 27)
COLUMNS = ("instrument", "contract", "bar_start_utc", "bar_minutes", "open", "high", "low", "close", "volume")
PRICES = ("open", "high", "low", "close")
START = {"ES": 1100.0, "TY": 118.0, "USD": 75.0}
TICK = {"ES": 0.25, "TY": 1 / 64, "USD": 0.005}
# The contracts of each under names with years of one digit, and the day from which the second has the larger volume.
CONTRACTS = {"ES": ("ESZ9", "ESH0", 16), "TY": ("TYZ9", "TYH0", 6), "USD": ("DXZ9", "DXH0", 14)}

Bars = dict[tuple[str, int], pd.DataFrame]


def sessions() -> list[date]:
    """The twenty sessions up to the as-of day."""
    calendar = pd.read_csv(
        Path(__file__).parents[3] / "seeds" / "calendar" / "nyse_sessions.csv", parse_dates=["trade_date"]
    )
    days = calendar["trade_date"].dt.date
    return list(days[days <= date(2009, 12, 15)])[-20:]


def usual_bars(rng: np.random.Generator, days: list[date]) -> Bars:
    """A bar a minute of two contracts of each instrument, from half an hour before the open to after the close."""
    found: Bars = {}
    level = {name: np.log(price) for name, price in START.items()}
    for number, day in enumerate(days):
        minutes = pd.date_range(f"{day} 14:00", f"{day} 21:10", freq="min", inclusive="left")
        shocks = rng.standard_normal((3, len(minutes))) * 3e-4
        shocks[1] = -0.4 * shocks[0] + 0.5 * shocks[1]
        shocks[2] = -0.3 * shocks[0] + 0.9 * shocks[2]
        for leg, name in enumerate(START):
            path = level[name] + shocks[leg].cumsum()
            level[name] = path[-1]
            near, far, roll = CONTRACTS[name]
            both = []
            for contract, carry, leads in ((near, 0.0, number < roll), (far, 0.002, number >= roll)):
                close = np.round(np.exp(path + carry) / TICK[name]) * TICK[name]
                opens = np.r_[close[0], close[:-1]]
                both.append(pd.DataFrame({
                    "instrument": name, "contract": contract, "bar_start_utc": minutes, "bar_minutes": 1.0,
                    "open": opens, "high": np.maximum(opens, close) + TICK[name],
                    "low": np.minimum(opens, close) - TICK[name], "close": close,
                    "volume": rng.integers(50, 150, len(minutes)) * (10.0 if leads else 3.0),
                }))  # fmt: skip
            found[name, number] = pd.concat(both, ignore_index=True)
    return found


def between(bars: pd.DataFrame, first: str, last: str) -> pd.Series:
    """The bars that start between two times of day in UTC, the second left out."""
    time = bars["bar_start_utc"].dt.strftime("%H:%M")
    return (time >= first) & (time < last)


def plant(bars: Bars) -> dict[str, pd.DataFrame]:
    """What happens on which day, and the bars of later files."""
    later: dict[str, pd.DataFrame] = {}
    drop(bars, "TY", 1, "16:00", "18:00")  # too few intervals
    drop(bars, "TY", 2, "16:03", "16:24")  # a gap
    drop(bars, "TY", 2, "19:31", "19:32")
    flat = bars["USD", 3]
    flat.loc[:, [*PRICES]] = 75.0
    del bars["USD", 4]  # no data
    names = bars["TY", 5]["contract"]
    bars["TY", 5]["contract"] = names.replace({"TYZ9": "TYXX", "TYH0": "TYYY"})  # no usable contract
    bars["USD", 6] = as_dollar(bars["ES", 6])  # perfect correlation
    # Day 7 is a half day.
    once = as_dollar(bars["ES", 8])
    once.loc[between(once, "17:02", "22:00"), [*PRICES]] *= 1.01
    bars["USD", 8] = once  # one interval decides
    plant_defects(bars["ES", 9])
    plant_copies(bars, later)
    drop(bars, "ES", 11, "14:00", "14:33")  # no price by the open
    shuffled = bars["TY", 12].sample(frac=1, random_state=5)
    bars["TY", 12] = shuffled
    long = bars["TY", 13]
    long = long[long["bar_start_utc"].dt.minute % 5 == 0].assign(bar_minutes=5.0)  # two lengths of bars
    bars["TY", 13] = pd.concat([bars["TY", 13], long])
    front = bars["TY", 14]
    front = front[front["contract"] == "TYH0"]
    bars["TY", 14] = pd.concat([
        bars["TY", 14],
        *(front[:n].assign(contract=name) for n, name in ((40, "TYH0-TYM0"), (30, "TY.v.1"), (20, "TYZ2019"))),
    ])  # fmt: skip
    bars["ES", 15].loc[50:52, "volume"] = np.nan  # the calendar decides
    half = bars["ES", 17]
    later["ES/ES-half.parquet"] = half[between(half, "18:00", "22:00")]  # a day in two files
    bars["ES", 17] = half[between(half, "14:00", "18:00")]
    serial = bars["USD", 18]
    later["USD/continuous.parquet"] = serial[serial["contract"] == "DXZ9"].assign(contract=None)
    # One contract of USD alone on several days in a row: the fold is spared them.
    for number in (0, 1, 2):
        alone = bars["USD", number]
        bars["USD", number] = alone[alone["contract"] == "DXZ9"]
    return later


def as_dollar(stocks: pd.DataFrame) -> pd.DataFrame:
    """The dollar where it moves as stocks do."""
    doubled = {name: 2 * stocks[name] for name in PRICES}
    return stocks.assign(instrument="USD", contract=stocks["contract"].str.replace("ES", "DX"), **doubled)


def drop(bars: Bars, name: str, number: int, first: str, last: str) -> None:
    """Bars that no file has."""
    day = bars[name, number]
    bars[name, number] = day[~between(day, first, last)]


def plant_defects(day: pd.DataFrame) -> None:
    """Each reason for quarantine that a bar can have alone."""
    at = iter(day.index[100:140])
    day.loc[next(at), "bar_start_utc"] = pd.NaT
    day.loc[next(at), "bar_minutes"] = 0.5
    day.loc[next(at), "bar_minutes"] = np.nan
    day.loc[next(at), "bar_start_utc"] += pd.Timedelta(seconds=7)
    day.loc[next(at), "bar_start_utc"] += pd.Timedelta(microseconds=250000)
    day.loc[next(at), "close"] = np.nan
    day.loc[next(at), "high"] = np.inf
    day.loc[next(at), "open"] = -1.0
    day.loc[next(at), "high"] -= 2.0
    day.loc[next(at), "close"] *= 1.01
    day.loc[next(at), "volume"] = -5.0
    day.loc[next(at), "volume"] = np.inf


def plant_copies(bars: Bars, later: dict[str, pd.DataFrame]) -> None:
    """Copies that agree, that contradict within a file, and that a later file replaces."""
    day = bars["TY", 10]
    same, contradicting = day[200:203], day[210:212].assign(volume=lambda rows: rows["volume"] + 1)
    bars["TY", 10] = pd.concat([day, same, contradicting])
    later["TY/TY-later.parquet"] = pd.concat([
        day[220:224].assign(volume=lambda rows: rows["volume"] + 2), day[230:232]
    ])  # fmt: skip


def write_market(root: Path) -> Path:
    """The data root: two files an instrument, and what was sent later."""
    rng = np.random.default_rng(20091215)
    days = sessions()
    assert days[7] == HALF_DAY
    bars = usual_bars(rng, days)
    later = plant(bars)
    files = {
        f"{name}/{name}-{part}.parquet": pd.concat(
            [day for (of, number), day in bars.items() if of == name and (number < 10) == (part == 1)]
        )
        for name in START
        for part in (1, 2)
    }
    for path, rows in {**files, **later}.items():
        file = root / "bars" / "canonical" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        rows[[*COLUMNS]].astype({"contract": "string"}).to_parquet(file, index=False)
    return root
