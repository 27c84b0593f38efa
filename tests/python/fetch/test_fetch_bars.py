"""`stockbond fetch bars`: what is asked for, what it costs, which days are missing, what lies in the root."""

from __future__ import annotations

import hashlib
import io
import json
from base64 import b64encode
from datetime import date, timedelta
from pathlib import Path

import databento
import pyarrow.parquet as pq
import pytest
from bars_vendor import ADDRESS, BARS, COST, KEY, Vendor, dbn, with_bars
from hypothesis import given
from hypothesis import strategies as st
from local_publishers import body, place_of

from stockbond.fetch.bars.pieces import Piece, by_month, missing, piece_at
from stockbond.fetch.bars.symbols import select_symbols
from stockbond.fetch.manifest import MANIFEST, only_fetch
from stockbond.formats import Layouts

JANUARY = "bars/databento/ES.FUT/2025-01-01_2025-01-31.parquet"
FEBRUARY = "bars/databento/ES.FUT/2025-02-01_2025-02-10.parquet"
[ES] = select_symbols(["ES"], is_continuous=False)

# ---------------------------------------------------------------- a good answer


def test_files_and_manifest_of_a_whole_fetch(vendor: Vendor) -> None:
    done = vendor()
    assert done.exit_code == 0, done.output
    assert "ES.FUT 2025-01-01 to 2025-02-10: 0.41 USD" in done.stdout
    assert "1/2  ES.FUT 2025-01-01 to 2025-01-31: downloaded, 69 bars" in done.stdout
    assert done.stdout.splitlines()[-1] == "2 downloaded"
    assert done.stderr == ""
    assert vendor.files() == [JANUARY, FEBRUARY]
    assert json.loads((vendor.root / MANIFEST).read_text())["simulated"] is False
    for entry, path in zip(vendor.downloads(), [JANUARY, FEBRUARY], strict=True):
        content = (vendor.root / path).read_bytes()
        assert entry["path"] == path
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["size"] == len(content)
        assert entry["source"] == "databento ES.FUT"
        assert entry["url"].startswith(f"{ADDRESS}{BARS}?dataset=GLBX.MDP3&symbols=ES.FUT&stype_in=parent&")


def test_the_vendor_is_asked_in_its_own_words(vendor: Vendor) -> None:
    vendor()
    asked = {"dataset": "GLBX.MDP3", "symbols": "ES.FUT", "stype_in": "parent", "schema": "ohlcv-1m"}
    assert vendor.asked(BARS)[1] == {
        **asked, "start": "2025-02-01", "end": "2025-02-11", "stype_out": "instrument_id",
        "encoding": "dbn", "compression": "zstd",
    }  # fmt: skip
    [cost] = vendor.asked(COST)
    assert {**cost, **asked, "start": "2025-01-01", "end": "2025-02-11"} == cost
    headers = vendor.publishers.headers[place_of(ADDRESS + BARS)]
    assert headers["Authorization"] == f"Basic {b64encode(f'{KEY}:'.encode()).decode()}"


def test_the_parquet_is_the_one_of_the_vendor_s_library(vendor: Vendor, tmp_path: Path) -> None:
    vendor()
    store = databento.DBNStore.from_bytes(io.BytesIO(dbn(date(2025, 1, 1), date(2025, 2, 1))))
    store.to_parquet(tmp_path / "theirs.parquet")
    ours, theirs = pq.read_table(vendor.root / JANUARY), pq.read_table(tmp_path / "theirs.parquet")
    theirs = theirs.cast(ours.schema)  # text as string or large_string, by the version of pandas
    assert ours.schema.names == theirs.schema.names
    assert ours.equals(theirs)
    assert set(ours["symbol"].to_pylist()) == {"ESH5", "ESM5", "ESH5-ESM5"}
    assert ours["open"][0].as_py() == 5000.25


def test_a_build_knows_the_layout(vendor: Vendor) -> None:
    vendor("ES", "--end", "2025-01-31")
    vendor("ES", "--start", "2025-02-01", "--end", "2025-02-02")  # a weekend: no bar
    layouts = Layouts(vendor.root)
    for path in vendor.files():
        layout = layouts.format_of(path)
        assert layout and layout.format == "databento_parquet"
        assert layouts.problem(path) is None


def test_days_on_which_nothing_was_traded_are_held_too(vendor: Vendor) -> None:
    vendor("ES", "--start", "2025-01-04", "--end", "2025-01-05")  # a weekend
    [path] = vendor.files()
    table = pq.read_table(vendor.root / path)
    assert (table.num_rows, table.schema.field("symbol").type) == (0, "string")
    assert "Nothing is missing" in vendor("ES", "--start", "2025-01-04", "--end", "2025-01-05").stdout


def test_continuous_is_another_symbol_with_a_folder_of_its_own(vendor: Vendor) -> None:
    vendor()
    vendor("ES", "--continuous")
    asked = vendor.asked(BARS)[-1]
    assert (asked["symbols"], asked["stype_in"]) == ("ES.v.0", "continuous")
    assert [path for path in vendor.files() if "v.0" in path] == [
        path.replace("ES.FUT", "ES.v.0") for path in (JANUARY, FEBRUARY)
    ]


# ---------------------------------------------------------------- which futures


def test_usual_futures_are_all_but_those_of_another_exchange(vendor: Vendor) -> None:
    done = vendor("--dry-run")
    assert done.exit_code == 0, done.output
    assert [form["symbols"] for form in vendor.asked(COST)] == [
        "ES.FUT",
        "ZN.FUT",
        "ZT.FUT",
        "SR3.FUT",
        "6E.FUT",
    ]
    assert not vendor.root.exists()
    assert vendor.asked(BARS) == []
    vendor("dx", "--dry-run")
    assert {form["symbols"]: form["dataset"] for form in vendor.asked(COST)}["DX.FUT"] == "IFUS.IMPACT"


def test_eurodollar_ends_where_and_sofr_begins_where_their_contracts_do(vendor: Vendor) -> None:
    vendor.available("2010-06-06", "2025-02-11")
    vendor("rate3m", "--dry-run")
    assert [(form["symbols"], form["start"], form["end"]) for form in vendor.asked(COST)] == [
        ("GE.FUT", "2010-06-06", "2023-07-01"), ("SR3.FUT", "2018-05-07", "2025-02-11"),
    ]  # fmt: skip


def test_an_unknown_future_is_wrong_usage(vendor: Vendor) -> None:
    done = vendor("SR4")
    assert done.exit_code == 2
    assert "SR4 is no future that `stockbond fetch bars` knows. Did you mean SR3?" in done.stderr


# ---------------------------------------------------------------- only missing days


def test_nothing_is_bought_twice(vendor: Vendor) -> None:
    vendor()
    n_asked = len(vendor.asked(BARS))
    done = vendor()
    assert done.exit_code == 0
    assert "Nothing is missing" in done.stdout
    assert len(vendor.asked(BARS)) == n_asked
    assert len(vendor.asked(COST)) == 1


def test_only_the_days_since_the_last_time(vendor: Vendor) -> None:
    vendor()
    vendor.available("2025-01-01", "2025-02-14")
    done = vendor()
    assert "ES.FUT 2025-02-11 to 2025-02-13: 0.03 USD" in done.stdout
    assert vendor.days_asked()[2:] == [("2025-02-11", "2025-02-14")]
    assert vendor.files()[-1] == "bars/databento/ES.FUT/2025-02-11_2025-02-13.parquet"


def test_a_day_that_has_not_ended_is_not_asked_for(vendor: Vendor) -> None:
    stamps = {"start": "2025-01-01T00:00:00Z", "end": "2025-01-03T14:30:00.000000000Z"}
    found = json.dumps({**stamps, "schema": {"ohlcv-1m": stamps}}).encode()
    vendor.tell("metadata.get_dataset_range?dataset=GLBX.MDP3", body(found))
    vendor()
    assert vendor.days_asked() == [("2025-01-01", "2025-01-03")]


def test_the_days_of_a_deleted_file_are_asked_for_again(vendor: Vendor) -> None:
    vendor()
    vendor.available("2025-01-01", "2025-02-14")
    vendor()
    for path in vendor.files()[1:]:
        (vendor.root / path).unlink()
    vendor()
    assert vendor.days_asked()[3:] == [("2025-02-01", "2025-02-14")]
    assert [entry["path"] for entry in vendor.downloads()] == vendor.files()


def test_a_file_that_the_user_changed_is_kept(vendor: Vendor) -> None:
    vendor()
    (vendor.root / FEBRUARY).write_bytes(b"mine")
    assert "Nothing is missing" in vendor().stdout
    assert (vendor.root / FEBRUARY).read_bytes() == b"mine"


def test_a_file_of_the_user_in_its_place_is_kept(vendor: Vendor) -> None:
    (vendor.root / JANUARY).parent.mkdir(parents=True)
    (vendor.root / JANUARY).write_bytes(b"mine")
    done = vendor()
    assert "1 downloaded, 1 kept" in done.stdout
    assert (vendor.root / JANUARY).read_bytes() == b"mine"
    assert vendor.days_asked() == [("2025-02-01", "2025-02-11")]


def test_a_fetch_that_broke_off_goes_on_where_it_was(vendor: Vendor) -> None:
    vendor.tell(BARS, with_bars(body), body(b"", 500))
    done = vendor()
    assert done.exit_code == 1
    assert "1 of 2 pieces failed, the first: ES.FUT 2025-02-01" in done.stderr
    assert "What came stays; the same command asks for the rest" in done.stderr
    assert vendor.files() == [JANUARY]
    vendor.tell(BARS, with_bars(body))
    n_asked = len(vendor.asked(BARS))
    assert vendor().exit_code == 0
    assert vendor.days_asked()[n_asked:] == [("2025-02-01", "2025-02-11")]


def test_a_fetch_killed_before_its_rename_is_made_good(
    vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(part: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("stockbond.fetch.bars.run.put_in_place", killed)
        vendor()
    assert vendor.files() == []
    assert [entry["path"] for entry in vendor.downloads()] == [JANUARY]
    assert vendor().exit_code == 0
    assert vendor.files() == [JANUARY, FEBRUARY]


FIRST = date(2024, 1, 1)
SPANS = st.tuples(st.integers(0, 99), st.integers(0, 60)).map(
    lambda at: Piece(ES, FIRST + timedelta(at[0]), FIRST + timedelta(at[0] + at[1]))
)


@given(wanted=SPANS, held=st.lists(SPANS, max_size=4))
def test_pieces_are_the_missing_days_each_once_and_each_within_a_month(
    wanted: Piece, held: list[Piece]
) -> None:
    pieces = [piece for run in missing(wanted, held) for piece in by_month(run)]
    days = [day for piece in pieces for day in piece.days]
    assert days == sorted(set(wanted.days) - {day for piece in held for day in piece.days})
    for piece in pieces:
        assert (piece.first.year, piece.first.month) == (piece.last.year, piece.last.month)
        assert piece_at(ES, piece.path) == piece


# ---------------------------------------------------------------- the root


def test_a_simulated_root_is_refused_before_anything_is_asked(vendor: Vendor) -> None:
    vendor.root.mkdir()
    (vendor.root / MANIFEST).write_text('{"simulated": true, "files": []}')
    done = vendor()
    assert done.exit_code == 2
    assert "is a simulated data root" in done.stderr
    assert not vendor.publishers.asked


def test_a_link_out_of_the_root_is_refused(vendor: Vendor, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (vendor.root / "bars").mkdir(parents=True)
    (vendor.root / "bars/databento").symlink_to(tmp_path / "outside")
    done = vendor()
    assert done.exit_code == 1
    assert "leads out of the data root" in done.stderr
    assert list((tmp_path / "outside").iterdir()) == []
    assert vendor.asked(BARS) == []


def test_one_fetch_at_a_time(vendor: Vendor) -> None:
    with only_fetch(vendor.root):
        assert "Another `stockbond fetch`" in vendor().stderr
    assert not vendor.publishers.asked
