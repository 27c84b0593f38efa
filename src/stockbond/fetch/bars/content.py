"""Is what came what was asked for? Then it becomes Parquet, in the layout of the vendor's own library.

That library reads a file that was cut in two as a shorter one, without a word. Arrow tells a whole zstd
stream from a cut one, so it looks first.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stockbond.fetch.bars.pieces import Piece
from stockbond.fetch.errors import SourceError
from stockbond.fetch.words import shown

CHUNK = 1 << 20
SCHEMA = "ohlcv-1m"
LAYOUT = pa.schema(
    {
        "rtype": pa.uint8(), "publisher_id": pa.uint16(), "instrument_id": pa.uint32(),
        "open": pa.float64(), "high": pa.float64(), "low": pa.float64(), "close": pa.float64(),
        "volume": pa.uint64(), "symbol": pa.string(), "ts_event": pa.timestamp("ns", "UTC"),
    }
)  # fmt: skip


def to_parquet(piece: Piece, received: Path, target: Path) -> int:
    """Write the bars that came as Parquet; returns how many. Raises SourceError where they are others."""
    import databento

    refuse_cut(received)
    try:
        with warnings.catch_warnings(action="ignore"):  # of its own use of pandas
            store = databento.DBNStore.from_file(received)
            said = f"{store.dataset} {store.schema}"
            pq.write_table(LAYOUT.empty_table(), target)  # it leaves no file where nothing was traded
            store.to_parquet(target, parquet_schema=LAYOUT, compression="zstd")
    except Exception as error:  # its decoders raise whatever the bytes lead to
        raise SourceError("what came cannot be read as one-minute bars in Databento's form") from error
    if said != f"{piece.symbol.future.dataset} {SCHEMA}":
        raise SourceError(f"asked for {piece.symbol.future.dataset} {SCHEMA}, got {shown(said)}")
    check_bars(piece, target)
    return int(pq.read_metadata(target).num_rows)


def refuse_cut(received: Path) -> None:
    """Raise unless the file is a zstd stream with its end. Nothing at all has none, which Arrow lets pass."""
    is_whole = received.stat().st_size > 0
    try:
        with pa.OSFile(str(received)) as file, pa.CompressedInputStream(file, "zstd") as stream:
            while stream.read(CHUNK):
                pass
    except OSError:
        is_whole = False
    if not is_whole:
        raise SourceError("what came is cut, or no file of Databento's", passing=True)


def check_bars(piece: Piece, target: Path) -> None:
    """Every bar is of a day that was asked for, and says of which contract it is."""
    table = pq.read_table(target, columns=["ts_event", "symbol"])
    if table.num_rows == 0:
        return
    nameless = sum(pc.or_kleene(pc.is_null(table["symbol"]), pc.equal(table["symbol"], "")).to_pylist())
    if nameless:
        raise SourceError(f"{nameless} of {table.num_rows} bars do not say of which contract they are")
    span = pc.min_max(table["ts_event"]).as_py()
    first, last = span["min"].date(), span["max"].date()
    if first < piece.first or last > piece.last:
        raise SourceError(f"asked for {piece.first} to {piece.last}, got bars of {first} to {last}")
