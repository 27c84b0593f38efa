"""`stockbond correlate`: the numbers of a build from files alone, wherever they lie."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from builds import Build
from click.testing import CliRunner
from pyarrow import csv, parquet

from stockbond.cli import main
from stockbond.errors import StockbondError
from stockbond.quick.correlate import COLUMNS, Correlations, correlate
from stockbond_simulator.layouts import LAYOUTS

REAL_DAYS = {date(2008, 12, 1): -0.431946397828, date(2019, 8, 1): -0.672371034013}
NUMBERS = ["realized_correlation", "correlation_std_error", "correlation_ci_low", "correlation_ci_high"]
DAYS = ["2008-10-31", "2008-11-03", "2009-03-06", "2009-03-09"]  # around both changes of the clock


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Row by row the same words, and the same numbers to 1e-12."""
    words = [name for name in expected.columns if name not in NUMBERS]
    pd.testing.assert_frame_equal(found[words], expected[words], check_dtype=False)
    pd.testing.assert_frame_equal(found[NUMBERS], expected[NUMBERS], rtol=0, atol=1e-12)


def test_the_small_market_gives_the_numbers_of_its_warehouse(small_root: Path, small_build: Build) -> None:
    with duckdb.connect(small_build.warehouse, read_only=True) as connection:
        expected = (
            connection.execute(
                f"select {COLUMNS} from marts.fct_realized_correlation_daily order by pair_id, trade_date"
            )
            .to_arrow_table()
            .to_pandas()
        )
    found = correlate([small_root])
    assert found.is_simulated
    assert len(expected) > 400
    assert {"early_close", "no_data"} <= set(expected["null_reason"])
    same(found.table.to_pandas(), expected)


def test_two_real_days(real_data: Path) -> None:
    found = correlate([real_data / "bars" / "oanda"], "ust")
    assert not found.is_simulated
    days = {row["trade_date"]: row["realized_correlation"] for row in found.of("ust")}
    for day, expected in REAL_DAYS.items():
        assert days[day] == pytest.approx(expected, abs=1e-12)


@pytest.fixture(scope="module")
def bars(small_root: Path) -> dict[str, pd.DataFrame]:
    legs = {}
    for leg in ("ES", "TY"):
        files = sorted((small_root / "bars/canonical" / leg).iterdir())
        table = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
        table = table.astype({"instrument": object, "contract": object})
        legs[leg] = table[table["bar_start_utc"].dt.strftime("%Y-%m-%d").isin(DAYS)]
    return legs


@pytest.fixture(scope="module")
def canonical(bars: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Correlations:
    folder = tmp_path_factory.mktemp("canonical")
    for leg, table in bars.items():
        table.to_parquet(folder / f"{leg}.parquet", index=False)
    return correlate([folder / "ES.parquet", folder / "TY.parquet"])


# firstrate: New York, the leg in the file's name; tradestation: Chicago, stamped with the end; databento: one
# file for all, whole numbers; lean: a zip a day; lseg: rows of quotes between.
@pytest.mark.parametrize("layout", ["firstrate", "tradestation", "databento_raw", "lean_future", "lseg"])
def test_files_of_vendors_anywhere(
    layout: str, bars: dict[str, pd.DataFrame], canonical: Correlations, tmp_path: Path
) -> None:
    for table in bars.values():
        LAYOUTS[layout](table, tmp_path / "root")
    # Out of any data root: below a folder with a name of its own.
    vendor = next((tmp_path / "root").iterdir())
    shutil.move(vendor, tmp_path / "downloads")
    found = correlate([tmp_path / "downloads"])
    days = [day for day in found.of("ust") if day["n_intervals"]]
    expected = [day for day in canonical.of("ust") if day["n_intervals"]]
    assert len(expected) == len(DAYS)
    for name in NUMBERS:
        assert [day[name] for day in days] == pytest.approx([day[name] for day in expected], abs=1e-12)


def firstrate(bars: dict[str, pd.DataFrame], folder: Path) -> list[Path]:
    """A text file of each leg, as FirstRate writes them."""
    for table in bars.values():
        LAYOUTS["firstrate_sample"](table, folder / "root")
    return sorted(path for path in (folder / "root").rglob("*") if path.is_file())


def test_the_command_shows_and_writes(
    bars: dict[str, pd.DataFrame], canonical: Correlations, tmp_path: Path
) -> None:
    files = list(map(str, firstrate(bars, tmp_path)))
    table, text = tmp_path / "out.parquet", tmp_path / "out.csv"
    for out in (table, text):
        done = CliRunner().invoke(main, ["correlate", *files, "--pair", "ust", "--out", str(out)])
        assert done.exit_code == 0, done.output
    last = canonical.of("ust")[-1]
    line = next(line for line in done.output.splitlines() if line.strip().startswith("2009-03-09"))
    assert f"{last['realized_correlation']:.3f}" in line
    assert f"[{last['correlation_ci_low']:.3f}, {last['correlation_ci_high']:.3f}]" in line
    written = parquet.read_table(table).to_pylist()
    assert [row["trade_date"] for row in written] == [row["trade_date"] for row in canonical.of("ust")]
    assert [row["realized_correlation"] for row in csv.read_csv(text).to_pylist()] == pytest.approx(
        [row["realized_correlation"] for row in written], abs=1e-12, nan_ok=True
    )


def test_a_leg_that_is_not_there_is_named(bars: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    files = firstrate(bars, tmp_path)
    with pytest.raises(StockbondError, match=r"ust = ES and TY"):
        correlate(files[:1])


def test_what_a_build_refuses_is_refused_under_its_own_name(
    bars: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    files = firstrate(bars, tmp_path)
    lines = files[0].read_text().splitlines(keepends=True)
    files[0].write_text("".join(lines[:500]) + lines[500].replace(",", ",x", 1) + "".join(lines[501:]))
    done = CliRunner().invoke(main, ["correlate", *map(str, files)])
    assert done.exit_code == 2
    assert "values that are not numbers or times" in done.output
    assert str(files[0]) in done.output


def test_a_file_of_no_layout_is_never_passed_over(bars: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    files = firstrate(bars, tmp_path)
    other = tmp_path / "notes.csv"
    other.write_text("when,what\n2009-03-09,something\n")
    with pytest.raises(StockbondError, match=r"notes\.csv"):
        correlate([*files, other])
