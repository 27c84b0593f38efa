"""A row that is no bar is never dropped in silence: of every layout each row is a bar, or counted by its file."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from stockbond.doctor.refusal import refusal
from stockbond.formats import Layouts, project_formats
from stockbond.landing import landing_files
from stockbond.packed import is_packed, members
from stockbond.paths import project_root
from stockbond.project import Project
from stockbond.staging import staged
from stockbond_simulator.layouts import LAYOUTS

ACCOUNTS = project_root() / "tests/singular/bars/assert_every_bar_is_accounted_for.sql"
TEXT = sorted(
    {one.format for one in project_formats() if one.reader == "csv" and one.kind == "bars"} & LAYOUTS.keys()
)


@pytest.fixture(scope="module")
def es(small_root: Path) -> pd.DataFrame:
    """Two days with a minute in seven missing."""
    files = sorted((small_root / "bars/canonical/ES").iterdir())
    table = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    table = table.astype({"instrument": object, "contract": object})
    days = table["bar_start_utc"].dt.strftime("%Y-%m-%d")
    return table[days.isin(["2008-10-31", "2008-11-03"]) & (table["bar_start_utc"].dt.minute % 7 != 3)]


def texts(file: Path) -> list[str]:
    """The text of a file, or of each file that is packed in it."""
    if is_packed(file.name):
        return [b"".join(pieces).decode() for _, pieces in members(file, [])]
    return [(gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()).decode()]


def n_rows(file: Path, has_header: bool) -> int:
    return sum(len(text.splitlines()) - has_header for text in texts(file))


@pytest.mark.parametrize("layout", TEXT)
def test_every_row_is_a_bar_or_counted(layout: str, es: pd.DataFrame, tmp_path: Path) -> None:
    root = tmp_path / "root"
    LAYOUTS[layout](es, root / "bars")
    layouts = Layouts(root)
    expected = {}
    for file in landing_files(root):
        path = file.relative_to(root).as_posix()
        one = layouts.format_of(path)
        assert one is not None
        expected[path] = n_rows(file, one.header != "no")
    query = staged(root, list(expected), tmp_path / "unpacked")
    rows = duckdb.sql(f"""
        select file, count(*) - count(n_rows_not_bars), coalesce(sum(n_rows_not_bars), 0)::int
        from ({query}) group by file
    """).fetchall()
    assert {path: bars + others for path, bars, others in rows} == expected
    n_others = sum(others for _, _, others in rows)
    assert (n_others > 0) == (layout in {"barchart", "dukascopy", "lseg", "lseg_older", "lseg_older_local"})


def counted(root: Path) -> dict[str, tuple[int, int]]:
    """Bars and other rows by file, as a build counts them; the account of bars agrees, and the summary names them."""
    with duckdb.connect() as connection:
        project = Project(connection, root, root.parent)
        project.preflight()
        files = project.make("int_bar_files")
        assert (
            connection.execute(project.template(ACCOUNTS.read_text(encoding="utf-8")).render()).fetchall()
            == []
        )
        found = connection.sql(
            f"select file, sum(n_rows)::int, sum(n_rows_not_bars)::int from {files} group by file"
        )
        counts = {file: (n_bars, n_others) for file, n_bars, n_others in found.fetchall()}
        summary = project.make("rpt_quarantine_summary")
        named = connection.sql(f"select file, n_rows from {summary} where reason = 'not_a_bar'").fetchall()
        assert dict(named) == {file: n_others for file, (_, n_others) in counts.items() if n_others}
        return counts


DECLARED = """
files: "*.csv"
time: time
path: "^(?P<symbol>[^_]+)_(?P<contract>[^.]+)[.]csv$"
volume: v?
"""
# What a declaration says, and rows of the day that are then no bars.
OTHERS = {
    "empty_minutes: no_price": [",,,,,7", ",,,,,"],
    "empty_minutes: zero_volume": ["1,1,1,1,0", "2,2,2,2,0.0"],
    "footer: The end": ["The end of it,,,,,"],
    "kept: kind=trade": ["1,1,1,1,1,quote", "1,1,1,1,1,", "1,1,1,1,1,Trade"],
}


@pytest.mark.parametrize("words", OTHERS)
def test_what_a_declaration_leaves_out_is_counted(words: str, tmp_path: Path) -> None:
    """Any number of them, anywhere among the bars and the defects; a defect stays one."""
    random = np.random.default_rng(len(words))
    folder = tmp_path / "root/bars/mine"
    folder.mkdir(parents=True)
    (folder / "format.yml").write_text(f"{DECLARED}{words}\n")
    expected = {}
    for contract in ("ESZ8", "ESH9"):
        stamps = [f"2008-10-31 {14 + minute // 60}:{minute % 60:02d}:00" for minute in range(200)]
        rows = [f"{stamp},10,11,9,10,5,trade" for stamp in stamps]
        rows[7] = rows[7].replace(",10,11", ",,11", 1)  # without an open
        others = [str(random.choice(OTHERS[words])) for _ in range(random.integers(1, 40))]
        others = [other if other[:1].isalpha() else f"2008-10-31 18:00:00,{other}" for other in others]
        mixed = [*rows, *others]
        random.shuffle(mixed)
        (folder / f"ES_{contract}.csv").write_text(
            "time,open,high,low,close,v,kind\n" + "\n".join(mixed) + "\n"
        )
        expected[f"bars/mine/ES_{contract}.csv"] = (len(rows), len(others))
    assert counted(tmp_path / "root") == expected


def test_orders_are_counted_apart_from_trades(tmp_path: Path) -> None:
    """A trade without a time is a defect, no order: it has not vanished among these."""
    rows = [f"2008-10-31T14:00:{second:02d}Z,T,900,1,{second},ESZ8" for second in range(50)]
    orders = [
        f"2008-10-31T14:00:{second:02d}Z,{'ACM'[second % 3]},900,1,{second},ESZ8" for second in range(17)
    ]
    file = tmp_path / "root/trades/databento/t.csv"
    file.parent.mkdir(parents=True)
    file.write_text(
        "ts_recv,action,price,size,sequence,symbol\n" + "\n".join([*rows, *orders, ",T,900,1,99,ESZ8"])
    )
    with duckdb.connect() as connection:
        project = Project(connection, tmp_path / "root", tmp_path, max_bad_row_share=1)
        project.preflight()
        found = connection.sql(
            f"select n_rows, n_sound, n_rows_not_bars from {project.make('int_bar_files')}"
        )
        assert found.fetchall() == [(2, 1, len(orders))]  # two rows: a minute, and what has no minute
        reasons = f"select reason, n_rows from {project.make('rpt_quarantine_summary')} order by reason"
        assert connection.sql(reasons).fetchall() == [("missing_time", 1), ("not_a_bar", len(orders))]


def test_files_without_a_bar_are_named(tmp_path: Path) -> None:
    """A header alone, and rows of quotes alone."""
    header = "#RIC,Date-Time,Open,High,Low,Last,Volume\n"
    folder = tmp_path / "root/bars/lseg"
    folder.mkdir(parents=True)
    (folder / "header.csv").write_text(header)
    (folder / "quotes.csv").write_text(header + "ESZ8,2008-10-31T14:00:00Z,,,,,\n" * 3)
    (folder / "bars.csv").write_text(header + "ESZ8,2008-10-31T14:00:00Z,1,1,1,1,1\n")
    found = list(refusal(tmp_path / "root"))
    assert [one.found for one in found if one.status == "warning"] == [
        "Files without a bar: bars/lseg/header.csv (no rows), bars/lseg/quotes.csv (3 rows, none a bar)"
    ]
    [others] = [one for one in found if one.status == "note"]
    assert others.facts == {"rows_that_are_no_bars": {"bars/lseg/quotes.csv": 3}}
    assert "by file: bars/lseg/quotes.csv (3)" in others.found
