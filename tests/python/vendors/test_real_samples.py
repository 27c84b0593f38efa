"""Every real file of a vendor, laid where it belongs: read as its vendor means it, or refused for a reason."""

from __future__ import annotations

import importlib.util
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from stockbond.doctor.refusal import refusal
from stockbond.formats import Layouts
from stockbond.staging import staged

BENTO = "ohlcv-1m_ESU4_NQU4_2024-07-01"
LEAN = "lean/Data_future_cme_minute_es_"
NEEDS_DBN = pytest.mark.skipif(
    importlib.util.find_spec("databento_dbn") is None,
    reason="databento-dbn (stockbond[databento]) is not installed",
)
# Sample, its place below bars/, layout, symbol, contracts, rows, first bar (UTC), its prices and volume.
READ = [
    (
        f"databento/{BENTO}.pretty.csv",
        "databento/es.csv",
        "databento",
        "ES",
        {"ESU4"},
        30,
        datetime(2024, 7, 1, 23, 40),
        (5527.25, 5527.5, 5527.0, 5527.5, 180.0),
    ),
    (
        f"databento/{BENTO}.parquet",
        "databento/es.parquet",
        "databento_parquet",
        "ES",
        {"ESU4"},
        30,
        datetime(2024, 7, 1, 23, 40),
        (5527.25, 5527.5, 5527.0, 5527.5, 180.0),
    ),
    (
        f"databento/{BENTO}.fixed.parquet",
        "databento/es.parquet",
        "databento_parquet_fixed",
        "ES",
        {"ESU4"},
        30,
        datetime(2024, 7, 1, 23, 40),
        (5527.25, 5527.5, 5527.0, 5527.5, 180.0),
    ),
    pytest.param(
        "databento/futures_ohlcv-1m_2024-07-01T23-40_2024-07-02T00-10.dbn.zst",
        "databento/es.dbn.zst",
        "databento",
        "ES",
        {"ESU4"},
        30,
        datetime(2024, 7, 1, 23, 40),
        (5527.25, 5527.5, 5527.0, 5527.5, 180.0),
        marks=NEEDS_DBN,
    ),
    # Eastern time in May is four hours behind UTC.
    (
        "firstrate/ES_1min_sample.csv",
        "firstrate/ES_1min_sample.csv",
        "firstrate_sample",
        "ES",
        {"ES"},
        None,
        datetime(2026, 5, 14, 4, 0),
        (7473.5, 7473.75, 7471.75, 7472.0, 262.0),
    ),
    (
        f"{LEAN}20131007_trade.zip",
        "lean/future/cme/minute/es/20131007_trade.zip",
        "lean_future",
        "ES",
        {f"20131007_es_minute_trade_{month}"[9:] for month in ("201312", "201403", "201406")},
        None,
        datetime(2013, 10, 7, 0, 0),
        (1676.5, 1676.5, 1676.5, 1676.5, 9.0),
    ),
    (
        f"{LEAN}20200106_trade.zip",
        "lean/future/cme/minute/es/20200106_trade.zip",
        "lean_future",
        "ES",
        {f"es_minute_trade_{month}" for month in ("202003", "202006", "202009")},
        None,
        datetime(2020, 1, 6, 0, 0),
        (3223.75, 3224.25, 3223.0, 3223.0, 1526.0),
    ),
    # 04:00 in New York, summer time; prices x 10000.
    (
        "lean/Data_equity_usa_minute_spy_20131007_trade.zip",
        "lean/equity/usa/minute/spy/20131007_trade.zip",
        "lean_equity",
        "SPY",
        {"spy"},
        None,
        datetime(2013, 10, 7, 8, 0),
        (167.41, 167.41, 167.25, 167.27, 3197.0),
    ),
    # 08:54 in New York, two days before summer time begins.
    (
        "lean/Data_equity_usa_minute_shy_20080307_trade.zip",
        "lean/equity/usa/minute/shy/20080307_trade.zip",
        "lean_equity",
        "SHY",
        {"shy"},
        None,
        datetime(2008, 3, 7, 13, 54),
        (84.22, 84.22, 84.22, 84.22, 100.0),
    ),
    (
        "lean/Data_forex_oanda_minute_eurusd_20140501_quote.zip",
        "lean/forex/oanda/minute/eurusd/20140501_quote.zip",
        "lean_forex",
        "EURUSD",
        {"eurusd"},
        None,
        datetime(2014, 5, 1),
        (1.38676, 1.38686, 1.38669, 1.38686, None),
    ),
    (
        "bloomberg/xbbg_AAPL_US_Equity_TRADE_2018-11-02.parq",
        "bloomberg/Equity/ES1 Index/TRADE/2018-11-02.parq",
        "bloomberg",
        "ES",
        {"ES1 Index"},
        29,
        datetime(2018, 11, 2, 19, 31),
        (205.73, 205.87, 205.7, 205.789, 116680.0),
    ),
    (
        "bloomberg/aapl.parq",
        "bloomberg/Equity/AAPL US Equity/TRADE/2018-11-02.parq",
        "bloomberg",
        "AAPL US EQUITY",
        {"AAPL US Equity"},
        29,
        datetime(2018, 11, 2, 19, 31),
        (205.73, 205.87, 205.7, 205.789, 116680.0),
    ),
    (
        "bloomberg/sample_bdib.parq",
        "bloomberg/Equity/SPY US Equity/TRADE/2018-12-28.parq",
        "bloomberg",
        "SPY US EQUITY",
        {"SPY US Equity"},
        5,
        datetime(2018, 12, 28, 14, 30),
        (249.58, 249.79, 249.38, 249.67, 1297754.0),
    ),
    # 09:30 in New York, winter time.
    (
        "tradingview/SP_SPX_5_head.csv",
        "tradingview/SP_SPX, 5.csv",
        "tradingview",
        "SP_SPX",
        {"SP_SPX"},
        None,
        datetime(2025, 2, 10, 14, 30),
        (6046.4, 6059.51, 6046.4, 6054.12, 153033361.0),
    ),
]
REFUSED = [
    (f"databento/{BENTO}.raw.csv", "databento/raw.csv", "no symbol; found the header ts_event,rtype"),
    (
        "databento/trades_ESU4_2024-07-01.pretty.csv",
        "databento/t.csv",
        "no open, high, low, close, volume; found",
    ),
    ("databento/trades_ESU4_2024-07-01.raw.csv", "databento/t.csv", "no open, high, low, close, volume"),
    ("databento/trades_ESU4_2024-07-01.parquet", "databento/t.parquet", "found no column open"),
    ("databento/trades_ESU4_2024-07-01.fixed.parquet", "databento/t.parquet", "found no column open"),
    pytest.param(
        "databento/futures_trades_2024-07-01T23-58_2024-07-02T00-02.dbn.zst",
        "databento/t.dbn.zst",
        "no open, high, low, close, volume",
        marks=NEEDS_DBN,
    ),
    pytest.param(
        "databento/futures_definition.dbn.zst", "databento/d.dbn.zst", "no open, high", marks=NEEDS_DBN
    ),
    (
        "tradingview/SP_SPX_5_head.csv",
        "tradingview/SP_SPX_5_head.csv",
        "does not tell the name and the minutes",
    ),
]


def in_utc() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    return connection


def lay(real_data: Path, sample: str, place: str, root: Path) -> str:
    """A link to a real sample in a data root; its path there."""
    source = real_data / "vendors" / sample
    if not source.is_file():
        pytest.skip(f"no real sample {source}")
    path = root / "bars" / place
    path.parent.mkdir(parents=True)
    path.symlink_to(source)
    return f"bars/{place}"


@pytest.mark.parametrize(
    ("sample", "place", "layout", "symbol", "contracts", "n_rows", "first", "values"), READ
)
def test_a_real_sample_is_read_as_its_vendor_means_it(
    sample: str,
    place: str,
    layout: str,
    symbol: str,
    contracts: set[str],
    n_rows: int | None,
    first: datetime,
    values: tuple[float | None, ...],
    real_data: Path,
    tmp_path: Path,
) -> None:
    root = tmp_path / "root"
    path = lay(real_data, sample, place, root)
    layouts = Layouts(root)
    assert layouts.problem(path) is None
    assert (taken := layouts.format_of(path)) is not None
    assert taken.format == layout
    connection = in_utc()
    connection.execute(f"create table bars as {staged(root, [path], tmp_path / 'unpacked')}")
    found = connection.execute(
        "select * from bars where symbol = $1 order by bar_start_at_utc, contract", [symbol]
    )
    table = found.df()
    assert set(table["contract"]) == contracts
    assert set(table["file"]) == {path}
    assert n_rows is None or len(table) == n_rows
    assert table["unreadable"].isna().all()
    one = table.iloc[0]
    assert one["bar_start_at_utc"] == first
    assert [
        None if one.isna()[name] else one[name] for name in ("open", "high", "low", "close", "volume")
    ] == list(values)
    assert (table["high"] >= table[["open", "close", "low"]].max(axis=1)).all()


@pytest.mark.parametrize(("sample", "place", "reason"), REFUSED)
def test_a_real_sample_that_is_no_bars_of_its_folder_is_refused(
    sample: str, place: str, reason: str, real_data: Path, tmp_path: Path
) -> None:
    problem = Layouts(tmp_path).problem(lay(real_data, sample, place, tmp_path))
    assert problem is not None
    assert problem.startswith(f"bars/{place}: ")
    assert reason in problem


def test_quotes_beside_trades_are_left_out_on_purpose(real_data: Path, tmp_path: Path) -> None:
    path = lay(
        real_data, f"{LEAN}20131007_quote.zip", "lean/future/cme/minute/es/20131007_quote.zip", tmp_path
    )
    layouts = Layouts(tmp_path)
    assert layouts.format_of(path) is None
    assert layouts.is_ignored(path)


@NEEDS_DBN
@pytest.mark.parametrize("version", ["v1", "v3"])
def test_every_version_of_dbn_is_read(version: str, real_data: Path, tmp_path: Path) -> None:
    sample = f"databento/test_data.ohlcv-1m.{version}.dbn.zst"
    path = lay(real_data, sample, "databento/es.dbn.zst", tmp_path / "root")
    assert Layouts(tmp_path / "root").problem(path) is None
    query = staged(tmp_path / "root", [path], tmp_path / "unpacked")
    assert in_utc().execute(f"select distinct symbol from ({query})").fetchall() == [("ES",)]


# Judged elsewhere: below, and as trades (test_trades).
ELSEWHERE = {
    f"{LEAN}20131007_quote.zip",
    "databento/futures_ohlcv-1m_2024-05-09T09-55_2024-05-09T10-05.dbn.zst",
    *(
        f"databento/test_data.{schema}.{version}.dbn.zst"
        for schema in ("ohlcv-1m", "trades")
        for version in ("v1", "v3")
    ),
}


def test_every_real_sample_is_judged(real_data: Path) -> None:
    judged = {getattr(case, "values", case)[0] for case in (*READ, *REFUSED)} | ELSEWHERE
    samples = real_data / "vendors"
    assert {file.relative_to(samples).as_posix() for file in samples.rglob("*") if file.is_file()} == judged


@NEEDS_DBN
def test_a_build_takes_all_that_are_read(real_data: Path, tmp_path: Path) -> None:
    """Together in one data root, trades beside them: by the checks of a build, down to those behind its models."""
    root = tmp_path / "root"
    places = [getattr(case, "values", case)[:2] for case in READ]
    for number, (sample, place) in enumerate(places):
        vendor, _, below = place.partition("/")
        lay(real_data, sample, f"{vendor}/{number}/{below}", root)
    lay(
        real_data,
        "databento/futures_ohlcv-1m_2024-05-09T09-55_2024-05-09T10-05.dbn.zst",
        "databento/may/may.dbn.zst",
        root,
    )
    trades = root / "trades/databento"
    trades.mkdir(parents=True)
    for name in (
        "test_data.trades.v1.dbn.zst",
        "test_data.trades.v3.dbn.zst",
        "trades_ESU4_2024-07-01.parquet",
    ):
        (trades / name).symlink_to(real_data / "vendors/databento" / name)
    found = list(refusal(root))
    assert [one.found for one in found if one.status == "refused"] == []
    warned = [one.found for one in found if one.status == "warning"]
    assert all("is not in seed vendor_symbols" in one for one in warned)  # stocks, and the Nasdaq's futures
