"""Trades become the bars that the vendor itself cuts of them: real files of the same minutes, in each form."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stockbond.formats import Layouts
from stockbond.staging import staged

COLUMNS = "symbol, contract, bar_start_at_utc, bar_minutes, open, high, low, close, volume, unreadable"
MINUTES = "between timestamp '2024-07-01 23:58:00' and timestamp '2024-07-02 00:01:00'"
BARS = "ohlcv-1m_ESU4_NQU4_2024-07-01.pretty.csv"
TRADES = (
    "trades_ESU4_2024-07-01.pretty.csv",
    "trades_ESU4_2024-07-01.parquet",
    "trades_ESU4_2024-07-01.fixed.parquet",
    "futures_trades_2024-07-01T23-58_2024-07-02T00-02.dbn.zst",
)


def staged_rows(root: Path, path: str, condition: str = "true") -> list[Any]:
    """The bars of a file of a data root."""
    query = staged(root, [path], root.parent / "unpacked")
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.sql(
            f"select {COLUMNS} from ({query}) where n_rows_not_bars is null and {condition} order by all"
        ).fetchall()


@pytest.mark.parametrize("trades", TRADES)
def test_trades_give_the_vendor_s_own_bars(tmp_path: Path, real_data: Path, trades: str) -> None:
    samples = real_data / "vendors/databento"
    for kind, name in (("bars", BARS), ("trades", trades)):
        (tmp_path / "data" / kind / "databento").mkdir(parents=True)
        shutil.copy(samples / name, tmp_path / "data" / kind / "databento" / name)
    assert Layouts(tmp_path / "data").problem(f"trades/databento/{trades}") is None
    of_es = f"contract = 'ESU4' and bar_start_at_utc {MINUTES}"
    theirs = staged_rows(tmp_path / "data", f"bars/databento/{BARS}", of_es)
    assert len(theirs) == 4
    assert staged_rows(tmp_path / "data", f"trades/databento/{trades}", of_es) == theirs


def databento_csv(*rows: str) -> str:
    """A file of trades: received, at the exchange, action, price, size, sequence."""
    header = "ts_recv,ts_event,action,price,size,sequence,symbol\n"
    return header + "".join(f"{row},ESU4\n" for row in rows)


FIRST, LAST = "2024-07-01T15:00:59.900000000Z", "2024-07-01T15:01:00.100000000Z"
ROWS = (
    f"{LAST},{FIRST},T,5000.500000000,1,9",
    f"{FIRST},{FIRST},T,5000.250000000,2,8",
    f"{FIRST},{FIRST},T,5000.000000000,3,7",
    f"{FIRST},{FIRST},A,4000.000000000,9,6",
)


def test_the_clock_order_and_action(tmp_path: Path) -> None:
    file = tmp_path / "data/trades/databento/one.csv"
    file.parent.mkdir(parents=True)
    file.write_text(databento_csv(*ROWS))
    name = "trades/databento/one.csv"
    assert [row[2:9] for row in staged_rows(tmp_path / "data", name)] == [
        (datetime(2024, 7, 1, 15, 0), 1, 5000, 5000.25, 5000, 5000.25, 5),
        (datetime(2024, 7, 1, 15, 1), 1, 5000.5, 5000.5, 5000.5, 5000.5, 1),
    ]
    (file.parent / "format.yml").write_text("time: ts_event\n")
    assert [row[2:9] for row in staged_rows(tmp_path / "data", name)] == [
        (datetime(2024, 7, 1, 15, 0), 1, 5000, 5000.5, 5000, 5000.5, 6)
    ]


def test_trades_of_one_order_follow_the_file(tmp_path: Path) -> None:
    """Down through three prices at one time, under one number: what stands last in the file was last."""
    file = tmp_path / "data/trades/databento/one.csv"
    file.parent.mkdir(parents=True)
    file.write_text(databento_csv(*(f"{FIRST},{FIRST},T,{price}.0,1,7" for price in (5001, 5000, 4999))))
    name = "trades/databento/one.csv"
    assert [row[4:9] for row in staged_rows(tmp_path / "data", name)] == [(5001, 5001, 4999, 4999, 3)]


def test_the_order_of_rows_does_not_depend_on_threads(tmp_path: Path) -> None:
    """Two hundred thousand trades of one moment, in row groups that threads share."""
    file = tmp_path / "data/trades/canonical/es.parquet"
    file.parent.mkdir(parents=True)
    n = 200_000
    prices = [1.0 + number * 7919 % n for number in range(n)]
    table = {"instrument": ["ES"] * n, "contract": ["ESU24"] * n, "ts_event_utc": [datetime(2024, 7, 1, 15)] * n,
             "price": prices, "size": [1] * n}  # fmt: skip
    pq.write_table(pa.table(table), file, row_group_size=5_000)
    query = staged(tmp_path / "data", ["trades/canonical/es.parquet"], tmp_path)
    for threads in (1, 4):
        with duckdb.connect() as connection:
            connection.execute(f"set threads = {threads}")
            bars = connection.sql(f"select open, high, low, close, volume from ({query})").fetchall()
        assert bars == [(prices[0], n, 1, prices[-1], n)]


def test_a_trade_that_cannot_be_read_is_a_row_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "data/trades/databento/one.csv"
    file.parent.mkdir(parents=True)
    file.write_text(databento_csv(*ROWS, f"{FIRST},{FIRST},T,five,2,10"))
    found = staged_rows(tmp_path / "data", "trades/databento/one.csv", "unreadable is not null")
    assert len(found) == 1
    assert "open five" in found[0][-1]


def test_canonical_trades(tmp_path: Path) -> None:
    file = tmp_path / "data/trades/canonical/es.parquet"
    file.parent.mkdir(parents=True)
    at = [datetime(2024, 7, 1, 15, 0, second) for second in (30, 1, 59)]
    table = {
        "instrument": ["ES"] * 3,
        "contract": ["ESU24"] * 3,
        "ts_event_utc": at,
        "price": [2.0, 1, 3],
        "size": [1, 1, 1],
    }
    pq.write_table(pa.table(table), file)
    assert staged_rows(tmp_path / "data", "trades/canonical/es.parquet") == [
        ("ES", "ESU24", datetime(2024, 7, 1, 15, 0), 1, 1, 3, 1, 3, 3, None)
    ]
