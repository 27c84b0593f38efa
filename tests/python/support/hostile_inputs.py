"""Landing files and names as they should not be; test_faults tries each, other tests count them."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

PARQUET = "bars/canonical/{}.parquet"
BARS = "bars/oanda/SPX500_USD/2019/{}.csv"
SERIES = "series/custom/{}.csv"
BARS_HEADER = b"time,close,high,low,open,volume\n"
FAR_SERIES = "series/custom/FAR.csv"
SERIES_HEADER = b"date,value\n"


@dataclass(frozen=True)
class HostileFile:
    """A file, where it lands, and what the message about it says (nothing: it is odd, but must simply work).

    Files of one `group` are refused by the same check, in one message.
    """

    group: str
    name: str
    folder: str
    content: bytes
    message: str = ""

    @property
    def path(self) -> str:
        """Its path in the data root."""
        return self.folder.format(self.name.replace(" ", "_").replace(",", ""))


def parquet(**columns: pa.Array) -> bytes:
    """Two canonical bars as a Parquet file, with some columns replaced."""
    minute = 60_000_000
    start = pa.array([1_564_666_200_000_000, 1_564_666_200_000_000 + minute], pa.timestamp("us"))
    bars = {
        "instrument": pa.array(["ES", "ES"]),
        "contract": pa.array([None, None], pa.string()),
        "bar_start_utc": start,
        "bar_minutes": pa.array([1, 1]),
        **{name: pa.array([1.5, 1.5]) for name in ("open", "high", "low", "close")},
        "volume": pa.array([10, 10]),
    }
    sink = io.BytesIO()
    pq.write_table(pa.table(bars | columns), sink, compression="zstd")
    return sink.getvalue()


def with_damage(content: bytes, start: int, size: int) -> bytes:
    """The content with some bytes turned over."""
    return (
        content[:start]
        + bytes(byte ^ 0x5A for byte in content[start : start + size])
        + content[start + size :]
    )


SOUND = parquet()
FOOTER_AT = len(SOUND) - 8 - int.from_bytes(SOUND[-8:-4], "little")
DAMAGED_ROWS = with_damage(SOUND, 20, 60)
WIDE = [f"COLUMN_{number}" for number in range(5000)]

HOSTILE_FILES = [
    # Parquet.
    HostileFile("empty", "empty Parquet", PARQUET, b""),
    HostileFile("Parquet", "Parquet cut off", PARQUET, SOUND[:-20], "cut off"),
    HostileFile("Parquet", "text named Parquet", PARQUET, b"<html>not found</html>", "it is not Parquet"),
    HostileFile(
        "Parquet",
        "Parquet with a damaged footer",
        PARQUET,
        with_damage(SOUND, FOOTER_AT, 60),
        "damaged footer",
    ),
    HostileFile("damaged rows", "Parquet with damaged rows", PARQUET, DAMAGED_ROWS, "Failed to read file"),
    HostileFile(
        "future",
        "bars of the year 2999",
        PARQUET,
        parquet(bar_start_utc=pa.array([32_472_144_000] * 2, pa.timestamp("s"))),
        "until 2999",
    ),
    HostileFile(
        "future",
        "bars at the end of time",
        PARQUET,
        parquet(bar_start_utc=pa.array([2**63 - 2] * 2, pa.timestamp("us"))),
        "",  # off the minute
    ),
    HostileFile(
        "sound",
        "bars of the year 1",
        PARQUET,
        parquet(bar_start_utc=pa.array([-62_135_596_800] * 2, pa.timestamp("s"))),
    ),
    HostileFile(
        "sound",
        "5,000 columns more in Parquet",
        PARQUET,
        parquet(**{name: pa.array([1, 1]) for name in WIDE}),
    ),
    # Bars as CSV.
    HostileFile("empty", "empty CSV of bars", BARS, b""),
    HostileFile(
        "sound",
        "bars with Windows line ends, byte-order mark and quotes",
        BARS,
        b'\xef\xbb\xbf"time","close","high","low","open","volume"\r\n'
        b'"2019-08-01 13:30:00","1.5","1.5","1.5","1.5","10"\r\n',
    ),
    HostileFile(
        "sound",
        "5,000 columns more in bars",
        BARS,
        ",".join([*WIDE, "time,close,high,low,open,volume"]).encode()
        + b"\n"
        + b"1," * 5000
        + b"2019-08-01 13:30:00,1.5,1.5,1.5,1.5,10\n",
    ),
    HostileFile(
        "text",
        "Latin-1 bars",
        BARS,
        BARS_HEADER + b"2019-08-01 13:30:00,1,1,1,1,\xe9\n",
        "the byte 0xe9 in line 2",
    ),
    HostileFile("text", "UTF-16 bars", BARS, (BARS_HEADER.decode() + "x").encode("utf-16"), "not UTF-8"),
    HostileFile(
        "text",
        "zero bytes among bars",
        BARS,
        BARS_HEADER + b"2019-08-01 13:30:00,1\0,1,1,1,1\n",
        "a zero byte in line 2",
    ),
    HostileFile(
        "text",
        "a line of 10 MB among bars",
        BARS,
        BARS_HEADER + b"x" * 10_000_000 + b",1,1,1,1,1\n",
        "10,000,010 bytes in line 2",
    ),
    HostileFile("text", "one line of 10 MB", BARS, b"x" * 10_000_000, "10,000,000 bytes in line 1"),
    HostileFile(
        "bars",
        "bars of day 45 of month 13",
        BARS,
        BARS_HEADER + b"2019-13-45 13:30:00,1,1,1,1,1\n",
        "time 2019-13-45",
    ),
    HostileFile(
        "future",
        "bars of the year 9999 as CSV",
        BARS,
        BARS_HEADER + b"9999-12-31 13:30:00,1,1,1,1,1\n",
        "until 9999-12-31",
    ),
    HostileFile("future", "bars at infinity", BARS, BARS_HEADER + b"infinity,1,1,1,1,1\n"),
    # Series as CSV.
    HostileFile("empty", "empty series", SERIES, b""),
    HostileFile(
        "sound",
        "series with old Mac line ends and quotes",
        SERIES,
        b'\xef\xbb\xbf"date","value"\r"2019-08-01","1.5"\r',
    ),
    HostileFile(
        "sound",
        "5,000 columns more in a series",
        SERIES,
        ",".join([*WIDE, "date,value"]).encode() + b"\n" + b"1," * 5000 + b"2019-08-01,1.5\n",
    ),
    HostileFile(
        "text", "Latin-1 series", SERIES, SERIES_HEADER + b"2019-08-01,1\xa0000\n", "the byte 0xa0 in line 2"
    ),
    HostileFile(
        "text", "zero bytes in a series", SERIES, SERIES_HEADER + b"\0" * 512, "a zero byte in line 2"
    ),
    HostileFile(
        "text",
        "a line of 10 MB in a series",
        SERIES,
        SERIES_HEADER + b"2019-08-01," + b"1" * 10_000_000 + b"\n",
        "10,000,011 bytes in line 2",
    ),
    HostileFile(
        "series",
        "series of 30 February",
        SERIES,
        SERIES_HEADER + b"2019-02-30,1\n",
        "'2019-02-30' is not a date",
    ),
    HostileFile(
        "series",
        "series of the year 1",
        SERIES,
        SERIES_HEADER + b"0001-01-01,1\n",
        "'0001-01-01' is not a date",
    ),
    HostileFile("sound", "series of the year 9999", FAR_SERIES, SERIES_HEADER + b"9999-12-31,1\n"),
    HostileFile(
        "series", "an infinite value", SERIES, SERIES_HEADER + b"2019-08-01,inf\n", "'inf' is not a number"
    ),
]

SOUND_FILES = [file for file in HOSTILE_FILES if file.group == "sound"]
FUTURE_FILES = [file for file in HOSTILE_FILES if file.group == "future"]
BAD_GROUPS = sorted({file.group for file in HOSTILE_FILES} - {"sound", "future"})

# Names that would be SQL, a pattern or another place, were they not only names.
HOSTILE_NAMES = [
    "O'Brien",
    "x'; drop table seeds.instruments; --",
    'double"quote',
    "a;b",
    "*",
    "[a-z]?",
    "{a,b}",
    "a..",
    "a..%2F..%2Fetc%2Fpasswd",
    "$HOME`id`",
    "{{ 1 - 1 }}",
    "%s%d",
    "back\\slash",
    "two\nlines",
    "ünïcödé 日本",
    "n" * 200,
]

# A folder for data root, working and published file, and data roots that DuckDB would take for patterns.
HOSTILE_FOLDER = "O'Brien's 50% \"x\"; -- {{ 1 - 1 }} %s%d $HOME `id` (a) ünïcödé 日本"
PATTERN_FOLDERS = ["every*", "wha?", "da[t]a", "da]ta", "back\\slash"]

# Faults of the machine and of the moment, each a test of test_machine_faults or test_faults.
OTHER_FAULTS = [
    "full disk under the working file",
    "full disk under the published file",
    "full disk under a simulation",
    "read-only disk",
    "no permission to write",
    "no permission to read",
    "file still growing",
    "file replaced while it is read",
    "file removed while it is read",
    "file added while others are read",
]


def hostile_inputs() -> dict[str, int]:
    """How many were tried: files, names (each as file, folder, symbol and series), folders, other faults."""
    return {
        "files": len(HOSTILE_FILES),
        "names": len(HOSTILE_NAMES),
        "folders": 1 + len(PATTERN_FOLDERS),
        "other_faults": len(OTHER_FAULTS),
    }
