"""Bars of one instrument as canonical Parquet, one file a year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from stockbond_simulator.hours import is_after_news, is_in_session
from stockbond_simulator.intraday import intraday_profile
from stockbond_simulator.market import Market, last_minutes, ticks_of
from stockbond_simulator.randomness import stream
from stockbond_simulator.settings import (
    INSTRUMENTS,
    INTERVAL_MINUTES,
    INTERVALS_FULL_DAY,
    NEWS_VOLUME,
    OUTSIDE_SESSION_VOLUME,
)
from stockbond_simulator.volume import day_noise, expected_volume

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

SCHEMA = pa.schema(
    [
        ("instrument", pa.string()),
        ("contract", pa.string()),
        ("bar_start_utc", pa.timestamp("us")),
        ("bar_minutes", pa.int32()),
        ("open", pa.float64()),
        ("high", pa.float64()),
        ("low", pa.float64()),
        ("close", pa.float64()),
        ("volume", pa.int64()),
    ]
)


def write_bars(market: Market, leg: int, root: Path) -> list[Path]:
    """Write all years of one leg under `root`/bars/canonical; returns the files."""
    name = INSTRUMENTS[leg].name
    folder = root / "bars" / "canonical" / name
    folder.mkdir(parents=True)
    columns = leg_bars(market, leg)
    contracts = market.contracts[leg].names
    contract_names = pa.array(contracts)
    years = market.sessions.dates[columns["day"]].astype("datetime64[Y]").astype(np.int64) + 1970
    files = []
    for year in range(years[0], years[-1] + 1):
        rows = slice(*np.searchsorted(years, [year, year + 1]))
        n_rows = rows.stop - rows.start
        if n_rows == 0:
            continue
        indices = pa.array(columns["contract"][rows].astype(np.int32))
        table = pa.table(
            [
                pa.repeat(pa.scalar(name), n_rows),
                contract_names.take(indices),
                pa.array(columns["bar_start_utc"][rows]),
                pa.array(np.full(n_rows, market.bar_minutes, np.int32)),
                *(pa.array(columns[price][rows]) for price in ("open", "high", "low", "close")),
                pa.array(columns["volume"][rows]),
            ],
            schema=SCHEMA,
        )
        path = folder / f"{name}-{year}.parquet"
        # Fixed settings: the same bars must give the same bytes.
        pq.write_table(
            table,
            path,
            compression="zstd",
            compression_level=1,
            use_dictionary=["instrument", "contract", "bar_minutes", "open", "high", "low", "close"],
            column_encoding={"bar_start_utc": "DELTA_BINARY_PACKED", "volume": "DELTA_BINARY_PACKED"},
            store_schema=False,
            row_group_size=122_880,
        )
        files.append(path)
    return files


def leg_bars(market: Market, leg: int) -> dict[str, NDArray[np.generic]]:
    """All bars of one leg, sorted by time and contract: one array a column, and `day` and `contract`."""
    sessions, contracts = market.sessions, market.contracts[leg]
    instrument = INSTRUMENTS[leg]
    n_days = len(sessions)
    days = np.concatenate([np.arange(n_days), contracts.other_day])
    contract = np.concatenate([contracts.day_contract, contracts.other_contract])
    share = np.concatenate([contracts.day_share, contracts.other_share])
    order = np.lexsort((contract, days))
    days, contract, share = days[order], contract[order], share[order]
    is_days_own = contracts.day_contract[days] == contract

    close, first_open = closing_ticks(market, leg, days, contract)
    open_, high, low = open_high_low(market, leg, days, close, first_open)
    volume = volumes(market, leg, days, share)
    present = market.present[days, :, leg] & is_days_own[:, None]
    present |= thin_trading(market, leg, days, share) & ~is_days_own[:, None]

    ends = market.ends
    starts = (ends - market.bar_minutes).astype("timedelta64[m]")
    row_day, row_bar = np.nonzero(present)
    bar_start = (sessions.open_utc[days])[row_day] + starts[row_bar]
    by_time = np.lexsort((contract[row_day], bar_start))
    row_day, row_bar = row_day[by_time], row_bar[by_time]
    prices = {"open": open_, "high": high, "low": low, "close": close}
    return {
        "day": days[row_day],
        "contract": contract[row_day],
        "bar_start_utc": bar_start[by_time],
        **{field: ticks[row_day, row_bar] * instrument.tick for field, ticks in prices.items()},
        "volume": volume[row_day, row_bar],
    }


def closing_ticks(market: Market, leg: int, days: Integers, contract: Integers) -> tuple[Array, Array]:
    """Closing prices in ticks, shape (R, K), and the first bar's opening prices, shape (R, 1).

    A row is one contract on one day; `days` and `contract` have shape (R,).
    """
    log_open = market.log_open[days, leg] + market.contracts[leg].log_basis[contract]
    path = market.path[days, :, leg]
    before = path[:, :1] - market.first_step[days, leg, None]
    return ticks_of(leg, log_open, path), ticks_of(leg, log_open, before)


def open_high_low(
    market: Market, leg: int, days: Integers, close: Array, first_open: Array
) -> tuple[Array, Array, Array]:
    """Opening, highest and lowest prices in ticks, shape (R, K).

    A bar opens at the last close or a tick from it, and reaches past open and close in proportion to
    the day's volatility.
    """
    rng = stream(market.seed, "bar_ranges", leg)
    before = np.concatenate([first_open, close[:, :-1]], axis=1)
    open_ = np.asarray(before, dtype=np.float64)
    open_ += rng.integers(-3, 4, size=close.shape, dtype=np.int8) // 3
    a_day = np.sqrt(252 * INTERVALS_FULL_DAY * INTERVAL_MINUTES / market.bar_minutes)
    reach = 0.4 * market.volatilities[days, leg, None] / 100 / a_day * close
    up, down = rng.standard_exponential((2, *close.shape), dtype=np.float32)
    high = np.maximum(open_, close) + np.floor(up * reach)
    low = np.minimum(open_, close) - np.floor(down * reach)
    return open_, high, low


def volumes(market: Market, leg: int, days: Integers, share: Array) -> Integers:
    """Contracts traded in each bar, shape (R, K): heavy at both ends of the day and on volatile days."""
    rng = stream(market.seed, "volumes", leg)
    whole_day = day_noise(rng, len(market.sessions)) * expected_volume(leg, market.volatilities[:, leg])
    whole_day *= 1 + market.volume_lift.get(INSTRUMENTS[leg].name, 0.0)
    ends = market.ends
    interval = np.clip((ends - 1) // INTERVAL_MINUTES, 0, INTERVALS_FULL_DAY - 1)
    profile = intraday_profile()[interval]
    profile = np.where(is_in_session(ends), profile, OUTSIDE_SESSION_VOLUME)
    profile *= np.where(is_after_news(ends, market.bar_minutes, market.hours), NEWS_VOLUME, 1.0)
    profile /= profile.sum()
    shape = (len(days), len(ends))
    activity = rng.standard_gamma(3.0, size=shape, dtype=np.float32) / 3
    traded = activity * (share * whole_day[days])[:, None] * profile
    return np.maximum(np.rint(traded), 1).astype(np.int64)


def thin_trading(market: Market, leg: int, days: Integers, share: Array) -> NDArray[np.bool_]:
    """Which bars a contract has while another one is the day's own, shape (R, K).

    The smaller its share, the fewer; the closing bar always trades, so that the next day has a price
    to be compared with.
    """
    rng = stream(market.seed, "rolls", len(INSTRUMENTS) + leg)
    ends = market.ends
    close_minute = market.sessions.n_intervals[days, None] * INTERVAL_MINUTES
    trades = rng.random((len(days), len(ends)), dtype=np.float32) < 0.12 + 2 * share[:, None]
    last_minute = last_minutes(market.sessions, ends)[days, None]
    return np.asarray((trades & (ends < last_minute)) | (ends == close_minute))
