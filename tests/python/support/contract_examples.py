"""Small markets, each an example of how contracts are named, delivered and rolled, with the answer beside it.

Each has an instrument and days of its own, so that one build answers all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from builds import PROJECT_ROOT

SESSIONS = pd.read_csv(
    PROJECT_ROOT / "seeds/calendar/nyse_sessions.csv",
    parse_dates=["session_open_at_utc", "session_close_at_utc"],
).set_index("trade_date")


def sessions(first: str, n: int) -> list[str]:
    """The first n full sessions from a day on."""
    full = SESSIONS.index[~SESSIONS["is_early_close"]]
    return list(full[full >= first][:n])


def day_of_bars(
    instrument: str,
    contract: str | None,
    day: str,
    volume: float | Sequence[float] | None = 10,
    minutes: int = 5,
    only: slice = slice(None),
) -> pd.DataFrame:
    """A session's bars of one contract, from the open to the close; each contract-day has its own prices."""
    opens, closes = SESSIONS.loc[day, ["session_open_at_utc", "session_close_at_utc"]]
    start = pd.date_range(opens, closes, freq=f"{minutes}min", inclusive="left")
    random = np.random.default_rng([abs(hash_of(f"{instrument} {contract} {day}")), minutes])
    close = 1000 + 0.25 * random.integers(-3, 4, len(start)).cumsum()
    frame = pd.DataFrame(
        {
            "instrument": instrument,
            "contract": contract,
            "bar_start_utc": start,
            "bar_minutes": minutes,
            "open": close,
            "high": close + 0.5,
            "low": close - 0.5,
            "close": close,
            "volume": volume,
        }
    )
    return frame.iloc[only]


def hash_of(text: str) -> int:
    """The same number for the same text in every run."""
    return int.from_bytes(text.encode(), "little") % (2**63)


def days_of_bars(
    instrument: str, contract: str | None, days: Iterable[str], volume: float | None = 10
) -> pd.DataFrame:
    """Several sessions of one contract, each with the same volume a bar."""
    return pd.concat([day_of_bars(instrument, contract, day, volume) for day in days])


def write(root: Path, name: str, *frames: pd.DataFrame) -> None:
    """A canonical file of a data root."""
    path = root / "bars" / "canonical" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.concat(frames, ignore_index=True).to_parquet(path, index=False)


def write_oanda(root: Path, symbol: str, day: str, only: slice = slice(None)) -> None:
    """A month's file of the second vendor that holds one day."""
    frame = day_of_bars(symbol, None, day, minutes=1, only=only)
    folder = root / "bars" / "oanda" / symbol / day[:4]
    folder.mkdir(parents=True, exist_ok=True)
    frame.rename(columns={"bar_start_utc": "time"})[
        ["time", "close", "high", "low", "open", "volume"]
    ].to_csv(folder / f"oanda-{symbol}-{day[:4]}-{int(day[5:7])}.csv", index=False)
