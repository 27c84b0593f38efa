"""Layouts of shops and programs of traders: a file a contract, clocks of New York or Chicago."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd

from stockbond_simulator.layouts.market import (
    CHICAGO,
    CLASS,
    EXCHANGE,
    NEW_YORK,
    PRICES,
    TERMINAL,
    contracts,
    days,
    front,
    instrument_of,
    local,
    minutes_of,
    write,
)


def firstrate(bars: pd.DataFrame, root: Path) -> list[Path]:
    """A zip of text files without a header, one a contract."""
    instrument = instrument_of(bars)
    file = root / "firstrate" / f"{instrument}_individual_contracts.zip"
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for _, letter, _, year, part in contracts(bars):
            table = part.assign(time=local(part, NEW_YORK).dt.strftime("%Y-%m-%d %H:%M:%S"))
            text = table[["time", *PRICES, "volume"]].to_csv(index=False, header=False, lineterminator="\r\n")
            member = f"{EXCHANGE[instrument]}{letter}{year % 100:02d}_1min.txt"
            archive.writestr(zipfile.ZipInfo(member), text, zipfile.ZIP_DEFLATED)
    return [file]


def firstrate_sample(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for instrument, letter, _, year, part in contracts(bars):
        table = part.assign(timestamp=local(part, NEW_YORK).dt.strftime("%Y-%m-%d %H:%M:%S"))
        name = f"{EXCHANGE[instrument]}{letter}{year % 100:02d}_1min_sample.csv"
        files.append(write(table[["timestamp", *PRICES, "volume"]], root / "firstrate" / name))
    return files


def kibot(bars: pd.DataFrame, root: Path) -> list[Path]:
    files = []
    for instrument, letter, _, year, part in contracts(bars):
        time = local(part, NEW_YORK)
        table = part.assign(date=time.dt.strftime("%m/%d/%Y"), time=time.dt.strftime("%H:%M"))
        name = f"{EXCHANGE[instrument]}{letter}{year % 100:02d}.txt"
        files.append(write(table[["date", "time", *PRICES, "volume"]], root / "kibot" / name, header=False))
    return files


def in_32nds(price: float) -> str:
    """110-16, or with a third digit for quarters: 110-165 is 110 + 16.5/32. Smaller steps stay decimal."""
    quarters = round(price * 128)
    if quarters / 128 != price:
        return repr(price)
    whole, rest = divmod(quarters, 128)
    return f"{whole}-{rest // 4:02d}{['', '2', '5', '7'][rest % 4]}"


def barchart(bars: pd.DataFrame, root: Path) -> list[Path]:
    """Newest first, notes in 32nds, volume with commas, and a footer."""
    files = []
    for instrument, letter, _, year, part in contracts(bars):
        part = part.iloc[::-1]
        spell = in_32nds if instrument in ("TY", "TU") else repr
        table = pd.DataFrame({"Time": local(part, CHICAGO).dt.strftime("%Y-%m-%d %H:%M")})
        for theirs, ours in (("Open", "open"), ("High", "high"), ("Low", "low"), ("Latest", "close")):
            table[theirs] = part[ours].map(spell)
        table[["Change", "%Change"]] = "0.25", "+0.01%"
        table["Volume"] = part["volume"].map("{:,}".format)
        name = f"{EXCHANGE[instrument]}{letter}{year % 100:02d}".lower()
        file = write(table, root / "barchart" / f"{name}_intraday-1min_historical-data-06-30-2022.csv")
        with file.open("a", encoding="utf-8") as text:
            text.write('"Downloaded from Barchart.com as of 06-30-2022 04:00pm CDT"\n')
        files.append(file)
    return files


def ib(bars: pd.DataFrame, root: Path) -> list[Path]:
    """As a data frame of ib_async is saved: the row's number first, times with the offset of New York."""
    files = []
    for instrument, letter, _, year, part in contracts(bars):
        table = part.assign(
            date=local(part, NEW_YORK).map(lambda time: time.isoformat(" ")),
            average=part["close"], barCount=1
        )[["date", *PRICES, "volume", "average", "barCount"]].reset_index(drop=True)  # fmt: skip
        file = root / "ib" / f"{EXCHANGE[instrument]}{letter}{year % 10}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(file)
        files.append(file)
    return files


def bloomberg(bars: pd.DataFrame, root: Path) -> list[Path]:
    """As xbbg stores them: a folder a ticker, a file a day, the ticker in the folder's name only."""
    files = []
    for instrument, letter, _, year, part in contracts(bars):
        ticker = f"{TERMINAL[instrument]}{letter}{year % 10} {CLASS[instrument]}"
        for day, bars_of_day in days(part):
            table = bars_of_day[[*PRICES, "volume"]].assign(numEvents=1)
            table.index = pd.DatetimeIndex(local(bars_of_day, NEW_YORK))
            table.index.name = None
            file = root / "bloomberg" / CLASS[instrument] / ticker / "TRADE" / f"{day}.parq"
            file.parent.mkdir(parents=True, exist_ok=True)
            table.to_parquet(file)
            files.append(file)
    return files


def bloomberg_excel(bars: pd.DataFrame, root: Path) -> list[Path]:
    """A workbook a ticker: a preamble, then times on the clock of New York."""
    files = []
    for instrument, letter, _, year, part in contracts(bars):
        ticker = f"{TERMINAL[instrument]}{letter}{year % 10} {CLASS[instrument]}"
        table = pd.DataFrame({"Dates": local(part, NEW_YORK).dt.tz_localize(None)})
        for theirs, ours in zip(("OPEN", "HIGH", "LOW", "LAST_PRICE"), PRICES, strict=True):
            table[theirs] = part[ours]
        table = table.assign(VOLUME=part["volume"], NUMBER_TICKS=1)
        file = root / "bloomberg" / f"{ticker}.xlsx"
        file.parent.mkdir(parents=True, exist_ok=True)
        with pd.ExcelWriter(file, engine="openpyxl") as book:
            table.to_excel(book, index=False, startrow=3)
            book.sheets["Sheet1"]["A1"] = "Security"
            book.sheets["Sheet1"]["B1"] = ticker
        files.append(file)
    return files


def sierra(bars: pd.DataFrame, root: Path) -> list[Path]:
    """A comma and a blank, no leading zeros in dates, UTC."""
    header = "Date, Time, Open, High, Low, Last, Volume, NumberOfTrades, BidVolume, AskVolume\n"
    files = []
    for instrument, letter, _, year, part in contracts(bars):
        file = root / "sierra" / f"{EXCHANGE[instrument]}{letter}{year % 100:02d}_FUT_CME.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        time = part["bar_start_utc"].dt
        day = time.year.astype(str) + "/" + time.month.astype(str) + "/" + time.day.astype(str)
        columns = [day, time.strftime("%H:%M:%S"), *(part[name].map(repr) for name in PRICES)]
        volume = part["volume"].astype(str)
        lines = pd.concat([*columns, volume, volume, volume, volume], axis=1).agg(", ".join, axis=1)
        file.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
        files.append(file)
    return files


def tradestation(bars: pd.DataFrame, root: Path) -> list[Path]:
    """Stamped with the end of the bar, in Chicago; volume in two columns."""
    files = []
    for instrument, letter, _, year, part in contracts(bars):
        time = local(part, CHICAGO, 1)
        table = pd.DataFrame({"Date": time.dt.strftime("%m/%d/%Y"), "Time": time.dt.strftime("%H:%M")})
        table[["Open", "High", "Low", "Close"]] = part[PRICES]
        table = table.assign(Up=part["volume"] // 2, Down=part["volume"] - part["volume"] // 2)
        name = f"{EXCHANGE[instrument]}{letter}{year % 100:02d}.txt"
        files.append(write(table, root / "tradestation" / name, quoting=2))
    return files


def ninjatrader(bars: pd.DataFrame, root: Path) -> list[Path]:
    """Semicolons, stamped with the end of the bar in UTC."""
    files = []
    for instrument, _, month, year, part in contracts(bars):
        table = part.assign(time=local(part, "UTC", 1).dt.strftime("%Y%m%d %H%M%S"))[
            ["time", *PRICES, "volume"]
        ]
        name = f"{EXCHANGE[instrument]} {month:02d}-{year % 100:02d}.Last.txt"
        files.append(write(table, root / "ninjatrader" / name, header=False, sep=";"))
    return files


def tradingview(bars: pd.DataFrame, root: Path) -> list[Path]:
    """The front month alone, under one name, and a plotted column."""
    part = front(bars)
    table = part.assign(
        time=local(part, NEW_YORK).map(lambda time: time.isoformat()),
        Volume=part["volume"], EMA=part["close"]
    )[["time", *PRICES, "EMA", "Volume"]]  # fmt: skip
    name = f"CME_{EXCHANGE[instrument_of(bars)]}1!, {minutes_of(part)}.csv"
    return [write(table, root / "tradingview" / name)]
