"""A format.yml in the data root declares any other layout; a wrong one is told by its key."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from stockbond.formats import Layouts, formats_of
from stockbond.staging import staged

WHOLE = """
files: "*.csv"
delimiter: tab
time: When
time_format: "%d.%m.%y %H:%M"
zone: Europe/Berlin
label: end
bar_minutes: 5
open: o
high: h
low: l
close: c
volume: v?
prices: 1e-2
path: "^(?P<symbol>[^_]+)_(?P<contract>[^.]+)[.]csv$"
symbols: {SPFUT: ES}
"""
BARS = "When\to\th\tl\tc\n27.03.09 15:35\t81225\t81300\t81200\t81250\n30.03.09 15:35\t1\t1\t1\tx\n"


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def test_a_declared_layout_is_read(tmp_path: Path) -> None:
    """The last Friday of March is winter time in Berlin, the Monday after is summer time."""
    root = tmp_path / "root"
    write(root, "bars/mine/format.yml", WHOLE)
    write(root, "bars/mine/SPFUT_ESM9.csv", BARS)
    layouts = Layouts(root)
    assert layouts.problems == []
    assert layouts.problem("bars/mine/SPFUT_ESM9.csv") is None
    assert layouts.is_ignored("bars/mine/format.yml")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        rows = connection.execute(str(staged(root, ["bars/mine/SPFUT_ESM9.csv"], tmp_path))).fetchall()
    assert rows == [
        ("mine", "bars/mine/SPFUT_ESM9.csv", "ES", "ESM9", datetime(2009, 3, 27, 14, 30), 5.0,
         812.25, 813.0, 812.0, 812.5, None, None, None, None, None, None),
        ("mine", "bars/mine/SPFUT_ESM9.csv", "ES", "ESM9", datetime(2009, 3, 30, 13, 30), 5.0,
         0.01, 0.01, 0.01, None, None, None, None, None, "time 30.03.09 15:35, open 1, high 1, low 1, close x",
         None),
    ]  # fmt: skip


def test_words_of_a_vendor_that_is_known_are_changed(tmp_path: Path) -> None:
    write(tmp_path, "bars/sierra/format.yml", "zone: America/Chicago\nprices: 1e-2\n")
    write(tmp_path, "bars/my_tws/format.yml", "like: ib\nzone: Europe/London\n")
    formats, problems = formats_of(tmp_path)
    assert problems == []
    told = {one.vendor: one for one in formats if one.vendor in ("sierra", "my_tws", "ib")}
    assert (told["sierra"].zone, told["sierra"].prices, told["sierra"].header) == (
        "America/Chicago",
        "1e-2",
        "fixed",
    )
    assert (told["my_tws"].zone, told["my_tws"].unknown_volume) == ("Europe/London", "-1")
    assert told["ib"].zone == "America/New_York"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tiem: date", "found the key tiem, expected time"),
        ("7q: 7", "found the key 7q, expected one of files, ignored"),
        ("open: o", "found no key time, expected the column"),
        ("time: t\nzone: Chicago", "found zone: Chicago, expected UTC, EST or a name such as"),
        ("time: t\nlabel: middle", "found label: middle, expected start or end"),
        ("time: t\nreader: excel", "found reader: excel, expected csv or parquet"),
        ("time: t\nprices: cents", "found prices: cents, expected decimal, 32nds or the unit"),
        ("time: t\npath: '(?P<name'", "found path: (?P<name, expected a regular expression"),
        ("time: t\nheader: no\ncolumns: [t, open]", "found columns: t,open, expected high among them"),
        ("like: nobody", "found like: nobody, expected a vendor or a format of"),
        ("time: t\nsymbols: ES", "found symbols: ES, expected a map"),
        ("time: [", "found no YAML"),
        ("", "found no keys"),
    ],
)
def test_a_wrong_declaration_is_told_by_its_key(text: str, message: str, tmp_path: Path) -> None:
    write(tmp_path, "bars/mine/format.yml", text)
    [problem] = formats_of(tmp_path)[1]
    assert problem.startswith(f"bars/mine/format.yml: {message}")
