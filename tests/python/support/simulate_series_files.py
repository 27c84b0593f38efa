"""Small readers of the series files of a data root, written apart from those of the warehouse."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pandas as pd


def fred(root: Path, name: str, file: str | None = None) -> pd.Series:
    """A FRED series by day, without its blanks."""
    frame = pd.read_csv(root / f"series/fred/{file or name}.csv", index_col=0, parse_dates=True)
    return frame[name].dropna()


def dated(path: Path, column: str = "value") -> pd.Series:
    """A column of a file whose first column is the day."""
    return pd.read_csv(path, index_col=0, parse_dates=True)[column].dropna()


def custom(root: Path, name: str) -> pd.Series:
    """A custom series by day."""
    return dated(root / f"series/custom/{name}.csv")


def parity(root: Path, name: str = "cip_dataset") -> pd.DataFrame:
    """Deviations from covered interest parity, one row a day, group, currency and tenor."""
    frame = pd.read_csv(root / f"series/cip/{name}.csv")
    return frame.assign(date=pd.to_datetime(frame["date"], format="%d%b%Y"))


def g10(frame: pd.DataFrame, tenor: str, value: str) -> pd.DataFrame:
    """One value of the G10 currencies of one tenor, days by currency."""
    chosen = frame[(frame["group"] == "g10") & (frame["tenor"] == tenor)]
    return chosen.set_index(["date", "currency"])[value].unstack()  # noqa: PD010


def dealer_positions(root: Path) -> dict[str, pd.Series]:
    """Net position of primary dealers by Wednesday, $ million: by the old and by the new definitions."""
    paths = sorted((root / "series/nyfed").glob("primary_dealer_positions*.csv"))
    rows = pd.concat([pd.read_csv(path, parse_dates=["asofdate"]) for path in paths])
    wide = rows.set_index(["asofdate", "keyid"])["value"].unstack()  # noqa: PD010
    found = {}
    if "PDPUSGTNOP" in wide:
        found["old"] = (wide["PDPUSGTNOP"] - wide["PDPUSGTIISNOP"]).dropna()
    if "PDPOSGST-TOT" in wide:
        found["new"] = wide["PDPOSGST-TOT"].dropna() * 1000
    return found


def fund(root: Path, ticker: str) -> pd.DataFrame:
    """nav, dividend and shares of a fund file by day, oldest first."""
    space = "{urn:schemas-microsoft-com:office:spreadsheet}"
    book = ElementTree.parse(root / f"series/etf/{ticker}.xls").getroot()
    (sheet,) = (s for s in book.iter(f"{space}Worksheet") if s.get(f"{space}Name") == "Historical")
    rows = [[cell.text for cell in row.iter(f"{space}Data")] for row in sheet.iter(f"{space}Row")]
    assert rows[0] == ["As Of", "NAV per Share", "Ex-Dividends", "Shares Outstanding"]
    frame = pd.DataFrame(rows[1:], columns=["date", "nav", "dividend", "shares"])
    frame["date"] = pd.to_datetime(frame["date"], format="%b %d, %Y")
    numbers = {"nav": "float64", "shares": "float64"}
    frame["dividend"] = pd.to_numeric(frame["dividend"].replace("--", "0"))
    return frame.astype(numbers).set_index("date").sort_index()


def fund_flow(history: pd.DataFrame) -> pd.Series:
    """Daily flow in $ million: change of shares, adjusted for splits, times the net asset value."""
    step = history["nav"] / history["nav"].shift()
    factor = (1 / step).round().where((1 / step).round() >= 2, 1.0)
    return (history["shares"] - history["shares"].shift() * factor) * history["nav"] / 1e6


def french(root: Path) -> pd.DataFrame:
    """Daily factors by day, percent."""
    path = root / "series/kenneth_french/F-F_Research_Data_Factors_daily.CSV"
    lines = path.read_bytes().decode("ascii").split("\r\n")
    start = lines.index(",Mkt-RF,SMB,HML,RF") + 1
    rows = [line.split(",") for line in lines[start : lines.index("", start)]]
    days = pd.to_datetime([row[0] for row in rows], format="%Y%m%d")
    return pd.DataFrame(
        [[float(value) for value in row[1:]] for row in rows], days, ["Mkt-RF", "SMB", "HML", "RF"]
    )


def zero_curve(root: Path) -> pd.DataFrame:
    """feds200628.csv: all columns by day, after the lines of text, without holidays."""
    path = root / "series/fed/feds200628.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    skipped = next(i for i, line in enumerate(lines) if line.startswith("Date,"))
    return pd.read_csv(path, skiprows=skipped, index_col=0, parse_dates=True).dropna()
