"""The market that is timed: one-minute bars in the canonical Parquet layout, made once."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

REPOSITORY = Path(__file__).resolve().parents[1]
SESSIONS = REPOSITORY / "seeds" / "calendar" / "nyse_sessions.csv"
SESSION_MINUTES = 390
PRE_OPEN_MINUTES = 5  # the first point of the grid, 09:30, is the close of a bar that ended by then
FULL_DAY = PRE_OPEN_MINUTES + SESSION_MINUTES
TICK = 1 / 64
BASE_INSTRUMENT = "I001"  # correlated with every other


@dataclass(frozen=True)
class Size:
    """How large a market is, and how much of it is missing."""

    name: str
    n_instruments: int
    n_days: int
    missing_share: float = 0.0006  # single bars, anywhere
    outage_day_share: float = 0.003  # days of an instrument with a longer gap
    seed: int = 20240101

    @property
    def instruments(self) -> list[str]:
        """Names that sort in the order of their ids."""
        return [f"I{i:03d}" for i in range(1, self.n_instruments + 1)]


SIZES = {
    "tiny": Size("tiny", n_instruments=3, n_days=20, missing_share=0.01, outage_day_share=0.1),
    "S": Size("S", n_instruments=2, n_days=4600),
    "M": Size("M", n_instruments=20, n_days=4600),
    "L": Size("L", n_instruments=111, n_days=4600),
}


def full_sessions(n_days: int) -> np.ndarray:
    """The opens (minutes since the epoch, UTC) of the calendar's first full sessions from 2004."""
    rows = [line.split(",") for line in SESSIONS.read_text().splitlines()[1:]]
    opens = [
        int((datetime.fromisoformat(row[1]) - datetime(1970, 1, 1)).total_seconds()) // 60
        for row in rows
        if row[0] >= "2004-01-01" and row[3] == "false"
    ]
    if len(opens) < n_days:
        raise ValueError(f"the calendar has {len(opens)} full sessions from 2004, {n_days} were asked for")
    return np.array(opens[:n_days])


def kept_bars(size: Size, rng: np.random.Generator) -> np.ndarray:
    """Which of a day's bars exist: single bars are missing, and on some days ten to twenty minutes."""
    kept = rng.random((size.n_days, FULL_DAY)) >= size.missing_share
    for day in np.flatnonzero(rng.random(size.n_days) < size.outage_day_share):
        start = rng.integers(PRE_OPEN_MINUTES, FULL_DAY - 20)
        kept[day, start : start + rng.integers(10, 21)] = False
    return kept


def instrument_bars(size: Size, number: int, opens: np.ndarray, market: np.ndarray) -> pa.Table:
    """An instrument's bars: a random walk that shares a part of the market's moves, on a grid of ticks."""
    rng = np.random.default_rng([size.seed, number])
    shape = (size.n_days, FULL_DAY)
    loading = rng.normal(-0.3, 0.3, (size.n_days, 1)).clip(-0.95, 0.95) if number > 1 else 1.0
    steps = 2e-4 * (loading * market + np.sqrt(1 - np.square(loading)) * rng.standard_normal(shape))
    level = 100 * np.exp(np.cumsum(steps.reshape(-1)))
    close = np.round(level.reshape(shape) / TICK)
    opening = np.concatenate([close[:, :1], close[:, :-1]], axis=1)
    high = np.maximum(opening, close) + rng.integers(0, 3, shape)
    low = np.minimum(opening, close) - rng.integers(0, 3, shape)
    volume = np.exp(rng.normal(6, 1, shape)).astype(np.int64) + 1
    minutes = opens[:, None] + np.arange(-PRE_OPEN_MINUTES, SESSION_MINUTES)

    kept = kept_bars(size, rng)
    name = size.instruments[number - 1]
    months = opens.astype("datetime64[m]").astype("datetime64[M]")
    quarters = months.astype(int) // 3
    names = np.array([f"{name}{'HMUZ'[q % 4]}{(1970 + q // 4) % 100:02d}" for q in range(quarters[-1] + 1)])
    n_kept = int(kept.sum())
    return pa.table(
        {
            "instrument": pa.array(np.full(n_kept, name)),
            "contract": pa.array(np.repeat(names[quarters], kept.sum(axis=1))),
            "bar_start_utc": pa.array(minutes[kept].astype("datetime64[m]").astype("datetime64[us]")),
            "bar_minutes": pa.array(np.ones(n_kept, dtype=np.int32)),
            **{
                column: pa.array(ticks[kept] * TICK)
                for column, ticks in (("open", opening), ("high", high), ("low", low), ("close", close))
            },
            "volume": pa.array(volume[kept]),
        }
    )


def write_by_year(bars: pa.Table, folder: Path) -> None:
    """One file an instrument and year, as the simulated market is laid out."""
    folder.mkdir(parents=True)
    name = bars["instrument"][0].as_py()
    years = bars["bar_start_utc"].to_numpy().astype("datetime64[Y]").astype(int) + 1970
    starts = np.searchsorted(years, np.arange(years[0], years[-1] + 2))
    for year, start, stop in zip(range(years[0], years[-1] + 1), starts[:-1], starts[1:], strict=True):
        pq.write_table(
            bars.slice(start, stop - start),
            folder / f"{name}-{year}.parquet",
            compression="zstd",
            use_dictionary=["instrument", "contract", "bar_minutes", "open", "high", "low", "close"],
            column_encoding={"bar_start_utc": "DELTA_BINARY_PACKED", "volume": "DELTA_BINARY_PACKED"},
        )


def make_market(size: Size, scratch: Path) -> Path:
    """The data root of a size, made at the first call and after a change of its parameters."""
    root = scratch / size.name / "root"
    facts = scratch / size.name / "market.json"
    wanted = json.dumps(asdict(size))
    if facts.exists() and facts.read_text() == wanted:
        return root
    shutil.rmtree(root, ignore_errors=True)
    opens = full_sessions(size.n_days)
    market = np.random.default_rng(size.seed).standard_normal((size.n_days, FULL_DAY))
    for number, name in enumerate(size.instruments, start=1):
        write_by_year(instrument_bars(size, number, opens, market), root / "bars" / "canonical" / name)
    facts.write_text(wanted)
    return root
