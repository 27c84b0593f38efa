"""Layouts of those who pass on what exchanges send: several symbols a file, UTC."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from stockbond_simulator.layouts.market import (
    CHICAGO,
    EXCHANGE,
    PRICES,
    TERMINAL,
    contracts,
    days,
    instrument_of,
    local,
    short_names,
    with_spreads,
    write,
    years,
)


def databento_table(bars: pd.DataFrame) -> pd.DataFrame:
    """The columns of ohlcv-1m but for time and prices."""
    bars = with_spreads(bars)
    names = short_names(bars)
    return bars.assign(
        rtype=33, publisher_id=1, instrument_id=names.factorize()[0] + 100, symbol=names,
        ts_event=bars["bar_start_utc"]
    )[["ts_event", "rtype", "publisher_id", "instrument_id", *PRICES, "volume", "symbol"]]  # fmt: skip


def databento_files(bars: pd.DataFrame, root: Path, end: str) -> Iterator[tuple[pd.DataFrame, Path]]:
    for year, part in years(bars):
        name = f"glbx-mdp3-{EXCHANGE[instrument_of(part)]}-{year}.ohlcv-1m.{end}"
        (root / "databento").mkdir(parents=True, exist_ok=True)
        yield databento_table(part), root / "databento" / name


def in_ns(table: pd.DataFrame) -> pd.DataFrame:
    """Times as nanoseconds since 1970, prices as whole numbers of 1e-9."""
    scaled = (table[PRICES] * 1e9).round().astype("int64")
    time = table["ts_event"].astype("datetime64[ns]").astype("int64")
    return table.assign(ts_event=time, **{price: scaled[price] for price in PRICES})


def databento(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for table, file in databento_files(bars, root, "csv"):
        table["ts_event"] = table["ts_event"].dt.strftime("%Y-%m-%dT%H:%M:%S.000000000Z")
        files.append(write(table, file, float_format="%.9f"))
    return files


def databento_raw(bars: pd.DataFrame, root: Path) -> list[Path]:
    return [write(in_ns(table), file) for table, file in databento_files(bars, root, "csv.gz")]


def databento_parquet(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for table, file in databento_files(bars, root, "parquet"):
        table["ts_event"] = table["ts_event"].astype("datetime64[ns]").dt.tz_localize("UTC")
        table.set_index("ts_event").to_parquet(file)
        files.append(file)
    return files


def databento_parquet_fixed(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for table, file in databento_files(bars, root, "parquet"):
        table = in_ns(table)
        table.assign(ts_event=table["ts_event"].astype("uint64")).to_parquet(file, index=False)
        files.append(file)
    return files


def lseg_table(part: pd.DataFrame, ric: str) -> pd.DataFrame:
    """Every twentieth minute has a row of quotes without a trade."""
    names = {"open": "Open", "high": "High", "low": "Low", "close": "Last", "volume": "Volume"}
    table = part.assign(Domain="Market Price", Type="Intraday 1Min").rename(columns=names)
    table[["#RIC", "GMT Offset", "No. Trades"]] = ric, -5, 1
    quotes = table[table["bar_start_utc"].dt.minute % 20 == 7].copy()
    quotes["bar_start_utc"] += pd.Timedelta(hours=12)
    quotes[["Open", "High", "Low", "Last", "Volume", "No. Trades"]] = None
    both: pd.DataFrame = pd.concat([table, quotes])
    return both.sort_values("bar_start_utc", kind="stable")


def lseg_files(bars: pd.DataFrame, root: Path) -> Iterator[tuple[pd.DataFrame, Path]]:
    """Expired contracts: the digit behind ^ is the decade."""
    for instrument, letter, _, year, part in contracts(bars):
        name = f"{TERMINAL[instrument]}{letter}{year % 10}"
        decade = str(year)[2]
        yield lseg_table(part, f"{name}^{decade}"), root / "lseg" / f"{name}_{decade}.csv.gz"


LSEG_FIELDS = ["Open", "High", "Low", "Last", "Volume", "No. Trades"]


def lseg(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for table, file in lseg_files(bars, root):
        table["Date-Time"] = table["bar_start_utc"].dt.strftime("%Y-%m-%dT%H:%M:%S.000000000Z")
        files.append(write(table[["#RIC", "Domain", "Date-Time", "GMT Offset", "Type", *LSEG_FIELDS]], file))
    return files


def lseg_older(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for table, file in lseg_files(bars, root):
        table["Date[G]"] = table["bar_start_utc"].dt.strftime("%Y%m%d")
        table["Time[G]"] = table["bar_start_utc"].dt.strftime("%H:%M:%S.000")
        files.append(write(table[["#RIC", "Date[G]", "Time[G]", "GMT Offset", "Type", *LSEG_FIELDS]], file))
    return files


def lseg_older_local(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for table, file in lseg_files(bars, root):
        time = local(table, CHICAGO)
        table["Date[L]"] = time.dt.strftime("%d-%b-%Y").str.upper()
        table["Time[L]"] = time.dt.strftime("%H:%M:%S.000")
        files.append(write(table[["#RIC", "Date[L]", "Time[L]", "GMT Offset", "Type", *LSEG_FIELDS]], file))
    return files


def massive(bars: pd.DataFrame, root: Path) -> list[Path]:
    """A file a day; close stands before high."""
    files = []
    for day, part in days(bars):
        part = with_spreads(part)
        table = part.assign(
            ticker=short_names(part), transactions=1,
            window_start=part["bar_start_utc"].astype("datetime64[ns]").astype("int64"),
        )[["ticker", "volume", "open", "close", "high", "low", "window_start", "transactions"]]  # fmt: skip
        name = f"{EXCHANGE[instrument_of(part)]}-{day}.csv.gz"
        files.append(write(table, root / "massive" / name))
    return files


def lean_future(bars: pd.DataFrame, root: Path) -> list[Path]:
    """A zip a day, in it a file a contract without a header: milliseconds since midnight UTC."""
    files = []
    for day, part in days(bars):
        name = EXCHANGE[instrument_of(part)].lower()
        file = root / "lean/future/cme/minute" / name / f"{day.replace('-', '')}_trade.zip"
        file.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for _, _, month, year, one in contracts(part):
                since = (one["bar_start_utc"] - one["bar_start_utc"].dt.normalize()) // pd.Timedelta(
                    milliseconds=1
                )
                text = one.assign(ms=since)[["ms", *PRICES, "volume"]].to_csv(index=False, header=False)
                member = f"{day.replace('-', '')}_{name}_minute_trade_{year}{month:02d}.csv"
                archive.writestr(zipfile.ZipInfo(member), text, zipfile.ZIP_DEFLATED)
        files.append(file)
    return files
