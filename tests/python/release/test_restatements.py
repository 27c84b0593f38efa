"""A day that the vendor sends again is replaced whole, and the release says what that changed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest
from builds import DAY_WITHOUT_BARS, Build, run_dbt, write_manifest_again
from releasing import publish, publish_as, rows

DAY = date(2009, 2, 10)
FIRST_WRONG, LAST_WRONG = "2009-02-10 15:00:00", "2009-02-10 16:00:00"  # UTC: bars that start in this hour
# What a whole build would do with the new file, without the tables that the test does not look at.
BAR_PATH = ["run", "--select", "+fct_realized_correlation_daily", "+int_bar_fingerprints"]


@dataclass(frozen=True)
class Restated:
    """A market before and after the vendor's corrections, published both times."""

    before: Path
    after: Path
    bars_in_file: int
    bars_wrong: int


@pytest.fixture(scope="module")
def restated(small_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Restated:
    """The small market; then the vendor sends 2009-02-10 of ES again, in a file whose name sorts after the
    others, with an hour of prices 0.5 % higher."""
    folder = tmp_path_factory.mktemp("restated")
    root, working, published = folder / "data", folder / "working.duckdb", folder / "published.duckdb"
    shutil.copytree(small_build.data, root)
    shutil.copy(small_build.warehouse, working)
    publish(working, published)
    before = shutil.copy(published, folder / "before.duckdb")
    # The working file goes with the copy of its data root.
    with duckdb.connect(working) as connection:
        connection.execute("update build.runs set data_root = $1", [str(root.resolve())])

    wrong = f"bar_start_utc >= timestamp '{FIRST_WRONG}' and bar_start_utc < timestamp '{LAST_WRONG}'"
    prices = ", ".join(
        f"case when {wrong} then {price} * 1.005 else {price} end as {price}"
        for price in ("open", "high", "low", "close")
    )
    file = root / "bars" / "canonical" / "ES" / "ES-2009_restated_2009-02-10.parquet"
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(
            f"copy (select * replace ({prices}) from read_parquet('{root}/bars/canonical/ES/*.parquet')"
            f" where cast(bar_start_utc as date) = '{DAY}') to '{file}' (format parquet)"
        )
        [(bars, changed)] = connection.execute(
            f"select count(*), count(*) filter (where {wrong}) from read_parquet('{file}')"
        ).fetchall()
    write_manifest_again(root)
    done = run_dbt(BAR_PATH, root, working)
    assert done.exit_code == 0, done.log
    with duckdb.connect(working) as connection:
        connection.execute("update build.runs set is_whole_build = true")
    publish_as(1, working, published)
    return Restated(Path(before), published, bars, changed)


def test_the_restated_day_is_named_with_its_correlations(restated: Restated) -> None:
    found = rows(
        restated.after,
        "select trade_date, instrument, pair_id, change, n_bars_before, n_bars_after"
        " from reports.rpt_restatements order by pair_id",
    )
    assert restated.bars_wrong == 60
    assert [row[:4] for row in found] == [
        (DAY, "ES", pair, "corrected") for pair in ("usd", "ust", "ust2y", "ust3m")
    ]
    assert {row[4:] for row in found} == {(found[0][4], found[0][4])}

    correlation = (
        "select pair_id, realized_correlation from marts.fct_realized_correlation_daily"
        f" where trade_date = '{DAY}' order by 1"
    )
    was, now = dict(rows(restated.before, correlation)), dict(rows(restated.after, correlation))
    assert all(was[pair] != now[pair] for pair in was)
    for pair, before, after in rows(
        restated.after,
        "select pair_id, realized_correlation_before, realized_correlation_after"
        " from reports.rpt_restatements",
    ):
        assert (before, after) == (was[pair], now[pair])


def test_the_restated_day_is_replaced_whole_and_no_other_changes(restated: Restated) -> None:
    others = f"""
        select * from marts.fct_realized_correlation_daily where trade_date <> '{DAY}' order by all
    """
    assert rows(restated.before, others) == rows(restated.after, others)
    days = "select n_bars from reports.rpt_bar_fingerprints where trade_date = $day and instrument = 'ES'"
    day = days.replace("$day", f"'{DAY}'")
    assert rows(restated.before, day) == rows(restated.after, day)


def test_releases_of_the_same_bars_restate_nothing(small_build: Build, tmp_path: Path) -> None:
    working, published = tmp_path / "working.duckdb", tmp_path / "published.duckdb"
    shutil.copy(small_build.warehouse, working)
    publish_as(1, working, published)
    assert publish_as(2, working, published).previous_release_id is not None
    assert rows(published, "from reports.rpt_restatements") == []


def test_late_and_withdrawn_days_count_and_new_ones_do_not(small_build: Build, tmp_path: Path) -> None:
    working, published = tmp_path / "working.duckdb", tmp_path / "published.duckdb"
    shutil.copy(small_build.warehouse, working)
    last = rows(working, "select max(trade_date) from intermediate.int_bar_fingerprints")[0][0]
    late, gone = date(2009, 2, 12), date(2009, 2, 13)
    assert DAY_WITHOUT_BARS not in (late, gone)
    with duckdb.connect(working) as connection:
        connection.execute("create table set_aside as from intermediate.int_bar_fingerprints")
        connection.execute(
            "delete from intermediate.int_bar_fingerprints where trade_date in ($1, $2)", [late, last]
        )
    publish_as(1, working, published)
    with duckdb.connect(working) as connection:
        connection.execute("delete from intermediate.int_bar_fingerprints")
        connection.execute(
            "insert into intermediate.int_bar_fingerprints from set_aside where trade_date <> $1", [gone]
        )
    publish_as(2, working, published)
    changes = rows(
        published,
        "select distinct trade_date, change, n_bars_before = 0, n_bars_after = 0"
        " from reports.rpt_restatements order by 1",
    )
    assert changes == [(late, "added", True, False), (gone, "withdrawn", False, True)]


def test_a_real_release_is_not_compared_with_a_simulated_one(small_build: Build, tmp_path: Path) -> None:
    working, published = tmp_path / "working.duckdb", tmp_path / "published.duckdb"
    shutil.copy(small_build.warehouse, working)
    publish_as(1, working, published)
    with duckdb.connect(working) as connection:
        connection.execute("update build.runs set is_simulated = false")
        connection.execute("update intermediate.int_bar_fingerprints set day_hash = 'x'")
    publish_as(2, working, published)
    assert rows(published, "from reports.rpt_restatements") == []
