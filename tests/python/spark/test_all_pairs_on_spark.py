"""All pairs of many instruments on Spark: any table of pairs, one partition a day, and the textbook's correlations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from spark_builds import MODELS, ask_spark, run_dbt

from benchmarks.project import copy_project

INSTRUMENTS = [f"U{number:02d}" for number in range(30)]
DAYS = [date(2009, 12, day) for day in (1, 2, 3, 4, 7)]
# The first bar ends at the open: its close is the first of 79 points.
N_MINUTES, POINTS = 391, slice(0, 391, 5)
# Instrument, day, and minutes without a bar: a gap, a day of too few intervals, one point without a bar of its own.
GAPS = (("U03", 1, slice(100, 131)), ("U07", 2, slice(60, 300)), ("U11", 3, slice(5, 6)))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with thirty instruments and no pair."""
    return copy_project(tmp_path_factory.mktemp("project"), INSTRUMENTS, [])


@pytest.fixture(scope="module")
def closes() -> np.ndarray:
    """Of each instrument, day and minute; NaN where there is no bar."""
    rng = np.random.default_rng(435)
    market = rng.standard_normal((1, len(DAYS), N_MINUTES))
    own = rng.standard_normal((len(INSTRUMENTS), len(DAYS), N_MINUTES))
    loadings = rng.uniform(-1, 1, (len(INSTRUMENTS), 1, 1))
    found = 100 * np.exp(np.cumsum(3e-4 * (loadings * market + own), axis=2))
    for name, day, minutes in GAPS:
        found[INSTRUMENTS.index(name), day, minutes] = np.nan
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, project: Path, closes: np.ndarray) -> Path:
    """Where Spark has made all pairs, of bars in folders by date and of pairs in a Parquet file."""
    place = tmp_path_factory.mktemp("pairs")
    for number in range(len(DAYS) - 1):
        write_bars(place, closes, number, INSTRUMENTS)
    pairs = [(f"{a}_{b}", a, b) for a, b in combinations(INSTRUMENTS, 2)]
    pd.DataFrame(pairs, columns=["pair_id", "instrument_a", "instrument_b"]).to_parquet(
        place / "pairs.parquet"
    )
    make(place, project, "pairs.parquet", *MODELS, "--selector", "bar_path")
    return place


def write_bars(place: Path, closes: np.ndarray, number: int, instruments: Sequence[str]) -> None:
    """The file of a day."""
    starts = pd.date_range(f"{DAYS[number]} 14:29", periods=N_MINUTES, freq="min")
    bars = pd.concat([
        pd.DataFrame({
            "instrument": name, "contract": None, "bar_start_utc": starts, "bar_minutes": 1.0,
            "close": closes[INSTRUMENTS.index(name), number], "volume": 100.0,
        })
        for name in instruments
    ]).dropna(subset="close")  # fmt: skip
    folder = place / "data" / "bars" / "canonical" / f"date={DAYS[number]}"
    folder.mkdir(parents=True, exist_ok=True)
    bars = bars.assign(open=bars["close"], high=bars["close"], low=bars["close"])
    bars.astype({"contract": "string"}).to_parquet(folder / "bars.parquet")


def make(place: Path, project: Path, pairs: str, *words: str) -> str:
    environment = {"STOCKBOND_SPARK_PAIRS": str(place / pairs)}
    return run_dbt(
        place, place / "data", "spark", *words, project=project, environment=environment, as_of="2009-12-07"
    )


def rows_of(files: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(
            "select trade_date, pair_id, realized_correlation, n_intervals, null_reason"
            f" from read_parquet('{files}/**/*.parquet', hive_partitioning = true)"
        ).fetchall()


def table(place: Path) -> Path:
    return place / "spark" / "marts.db" / "fct_realized_correlation_daily"


def check(place: Path, closes: np.ndarray, days: Sequence[date]) -> None:
    """Every pair of every day has the textbook's correlation."""
    # A point has the last price of the five minutes that end there.
    known = np.array([pd.DataFrame(of_days.T).ffill(limit=4).to_numpy().T for of_days in closes])
    returns = np.diff(np.log(known[:, :, POINTS]), axis=2)
    rows = rows_of(table(place))
    assert {row[:2] for row in rows} == {
        (day, f"{a}_{b}") for day in days for a, b in combinations(INSTRUMENTS, 2)
    }
    assert len(rows) == 435 * len(days)
    for day, pair, correlation, n, reason in rows:
        x, y = (returns[INSTRUMENTS.index(name), DAYS.index(day)] for name in pair.split("_"))
        both = ~np.isnan(x) & ~np.isnan(y)
        assert n == both.sum()
        if n < 60:
            assert (correlation, reason) == (None, "too_few_intervals" if n else "no_data")
        else:
            assert reason is None
            assert correlation == pytest.approx(np.corrcoef(x[both], y[both])[0, 1], rel=1e-12, abs=1e-12)
    assert {row[4] for row in rows} >= {None, "too_few_intervals"}


def test_every_pair_has_the_textbooks_correlation(place: Path, closes: np.ndarray) -> None:
    check(place, closes, DAYS[:-1])


def test_a_day_is_a_partition_that_is_read_alone(place: Path) -> None:
    """One folder a day with one file in it; Spark opens that of the day which is asked for."""
    files = sorted(file.relative_to(table(place)).parts for file in table(place).rglob("*.parquet"))
    assert [folder for folder, _ in files] == [f"trade_date={day}" for day in DAYS[:-1]]
    found = ask_spark(
        place / "spark",
        day="select pair_id from marts.fct_realized_correlation_daily where trade_date = date '2009-12-03'",
    )["day"]
    assert [Path(file).parent.name for file in found["files"]] == ["trade_date=2009-12-03"]
    assert re.search(r"PartitionFilters: \[.*trade_date#\d+ = 2009-12-03", found["plan"])
    assert len(found["rows"]) == 435


def test_a_pair_is_joined_where_its_day_lies(place: Path) -> None:
    """Of a table too large to be sent everywhere the rows are moved by their day, and once."""
    plan = ask_spark(
        place / "spark",
        settings={"spark.sql.autoBroadcastJoinThreshold": "-1"},
        pairs="select * from intermediate.int_pair_days",
    )["pairs"]["plan"]
    moved_by = set(re.findall(r"hashpartitioning\(([^)]*), \d+\)", plan))
    assert {re.sub(r"#\d+", "", column) for column in moved_by} == {"trade_date"}


def test_only_partitions_of_days_that_are_others_are_written(
    place: Path, project: Path, closes: np.ndarray
) -> None:
    """A day comes, and in another one an instrument has no bars any more: of three days the files stay."""

    def written() -> dict[str, tuple[str, int]]:
        return {
            file.parent.name: (file.name, file.stat().st_mtime_ns) for file in table(place).rglob("*.parquet")
        }

    before = written()
    write_bars(place, closes, 4, INSTRUMENTS)
    write_bars(place, closes, 1, INSTRUMENTS[1:])
    said = make(place, project, "pairs.parquet", "run", "--select", "int_bar_pieces+,tag:bar_path")
    assert "bars: files read or gone: 2" in said
    now = written()
    kept = {folder for folder in now if now[folder] == before.get(folder)}
    assert kept == {f"trade_date={DAYS[number]}" for number in (0, 2, 3)}
    closes = closes.copy()
    closes[0, 1] = np.nan
    check(place, closes, DAYS)


def test_pairs_as_a_text_file_of_which_one_is_of_no_use(place: Path, project: Path) -> None:
    words = ("run", "--select", "int_instrument_pairs")
    pairs = place / "pairs.csv"
    pairs.write_text("pair_id,instrument_a,instrument_b\none,U00,U01\nother,U00,ABSENT\n")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)pairs\.csv has pairs that.*other, U00, ABSENT\n"):
        make(place, project, "pairs.csv", *words)
    pairs.write_text("pair_id,instrument_a,instrument_b\none,U00,U01\nother,U00,U02\n")
    make(place, project, "pairs.csv", *words)
    files = place / "spark" / "intermediate.db" / "int_instrument_pairs" / "*.parquet"
    found = duckdb.sql(f"from '{files}' order by all").fetchall()
    assert found == [("one", 1, 2), ("other", 1, 3)]
