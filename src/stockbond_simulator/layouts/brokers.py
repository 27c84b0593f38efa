"""Layouts of brokers' quotes: the index and the dollar, hardly a bond, one continuous series each."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from stockbond_simulator.layouts.market import (
    PRICES,
    front,
    instrument_of,
    minutes_of,
    write,
    years,
)

HISTDATA = {"ES": "SPXUSD", "USD": "UDXUSD"}


def histdata(bars: pd.DataFrame, root: Path) -> list[Path]:
    """EST all the year; quotes of the index and the dollar, no volume, no bonds."""
    files = []
    for year, part in years(front(bars[bars["instrument"].isin(list(HISTDATA))])):
        symbol = HISTDATA[instrument_of(part)]
        time = (part["bar_start_utc"] - pd.Timedelta(hours=5)).dt.strftime("%Y%m%d %H%M%S")
        table = part.assign(time=time, volume=0)[["time", *PRICES, "volume"]]
        name = f"DAT_ASCII_{symbol}_M1_{year}.csv"
        files.append(write(table, root / "histdata" / name, header=False, sep=";"))
    return files


def histdata_mt(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for year, part in years(front(bars[bars["instrument"].isin(list(HISTDATA))])):
        symbol = HISTDATA[instrument_of(part)]
        time = part["bar_start_utc"] - pd.Timedelta(hours=5)
        table = part.assign(date=time.dt.strftime("%Y.%m.%d"), time=time.dt.strftime("%H:%M"), volume=0)
        name = f"DAT_MT_{symbol}_M1_{year}.csv"
        files.append(
            write(table[["date", "time", *PRICES, "volume"]], root / "histdata" / name, header=False)
        )
    return files


DUKASCOPY = {"ES": "USA500.IDXUSD", "USD": "DOLLAR.IDXUSD"}


def dukascopy(bars: pd.DataFrame, root: Path) -> list[Path]:
    """Every minute of every day has a bar: without a quote a flat one of volume 0."""
    files = []
    for year, part in years(front(bars[bars["instrument"].isin(list(DUKASCOPY))])):
        symbol, part = DUKASCOPY[instrument_of(part)], part.set_index("bar_start_utc")
        span = pd.date_range(part.index[0].normalize(), part.index[-1], freq=f"{minutes_of(part)}min")
        filled = part.reindex(span)
        filled["close"] = filled["close"].ffill().bfill()
        for price in ("open", "high", "low"):
            filled[price] = filled[price].fillna(filled["close"])
        table = pd.DataFrame({"Gmt time": span.strftime("%d.%m.%Y %H:%M:%S.000")})
        table[["Open", "High", "Low", "Close"]] = filled[PRICES].to_numpy()
        table["Volume"] = filled["volume"].fillna(0).to_numpy() / 8
        name = f"{symbol}_Candlestick_1_M_BID_01.01.{year}-31.12.{year}.csv"
        files.append(write(table, root / "dukascopy" / name))
    return files


OANDA = {"ES": "SPX500_USD", "TY": "USB10Y_USD", "TU": "USB02Y_USD"}


def oanda(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    part = front(bars[bars["instrument"].isin(list(OANDA))])
    for month, one in part.groupby(part["bar_start_utc"].dt.to_period("M")):
        symbol = OANDA[instrument_of(one)]
        table = one.assign(time=one["bar_start_utc"].dt.strftime("%Y-%m-%d %H:%M:%S"))
        period = pd.Period(str(month))
        name = f"oanda-{symbol}-{period.year}-{period.month}.csv"
        columns = ["time", "close", "high", "low", "open", "volume"]
        files.append(write(table[columns], root / "oanda" / symbol / str(period.year) / name))
    return files
