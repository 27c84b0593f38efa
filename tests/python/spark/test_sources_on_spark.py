"""The sources on Spark: Databento's Parquet as DuckDB reads it, and partitions of which only some are opened."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest
from builds import rewrite_file, write_manifest_again
from spark_builds import MODELS, ask_spark, run_dbt
from two_engines import TwoEngines

FIRST, LAST, AS_OF = date(2009, 12, 1), date(2009, 12, 11), "2009-12-11"
# What the layout alone decides: names, times and prices of every bar. What follows is the same for all layouts.
TABLES = (
    "intermediate.int_bar_pieces", "intermediate.int_contract_readings", "intermediate.int_contract_names",
    "intermediate.int_bars_quarantined",
)  # fmt: skip


def built(place: Path, data: Path) -> TwoEngines:
    """What the layout decides, on both engines."""
    names = " ".join(f"+{table.split('.')[1]}" for table in TABLES)
    for target in ("local", "spark"):
        words = ("--exclude", "int_given_correlations", "--select", *names.split())
        run_dbt(place, data, target, *MODELS, *words, as_of=AS_OF)
    return TwoEngines(place / "working.duckdb", place / "spark")


@pytest.mark.parametrize("layout", ["databento_parquet", "databento_parquet_fixed"])
def test_both_engines_read_databento(tmp_path: Path, layout: str) -> None:
    """Spreads, names with years of one digit, hours among the minutes, seconds, and times off the minute."""
    from stockbond_simulator import simulate

    data = tmp_path / "data"
    simulate(data, FIRST, LAST, layout=layout)
    is_fixed = layout.endswith("fixed")
    late, kind = ("250001000", "ubigint") if is_fixed else ("interval 250001 microsecond", "timestamp_ns")
    for path in (data / "bars").rglob("*.parquet"):
        row = "row_number() over ()" if "ZN" in path.name else "0"
        # Whole numbers of the vendor's own types.
        rewrite_file(
            path,
            f"""
            select * replace (
                cast(case {row} when 7 then 34 when 9 then 32 else rtype end as utinyint) as rtype,
                cast(volume as ubigint) as volume,
                cast(case {row} when 11 then ts_event + {late} else ts_event end as {kind}) as ts_event
            )
            from rows
            """,
        )
    (data / "bars/databento/condition.json").write_text("{}")
    write_manifest_again(data)
    engines = built(tmp_path, data)
    for table in TABLES:
        assert list(engines.differences(table))[:10] == [], table
    found = engines.connection.execute(
        "select distinct reason from duck.intermediate.int_bars_quarantined order by all"
    ).fetchall()
    assert found == [("bad_bar_minutes",), ("off_the_minute",)]
    lengths = engines.connection.execute(
        "select distinct bar_minutes from duck.intermediate.int_bar_pieces order by all"
    ).fetchall()
    assert lengths == [(1.0,), (60.0,), (None,)]


def test_partitions_that_a_query_does_not_ask_for_are_not_opened(tmp_path: Path) -> None:
    """`bars/canonical/instrument=TY/date=2009-12-02/...`, and neither column in the files."""
    from stockbond_simulator import simulate

    bars = tmp_path / "data" / "bars" / "canonical"
    simulate(tmp_path / "simulated", FIRST, date(2009, 12, 3))
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        query = f"from read_parquet('{tmp_path}/simulated/bars/canonical/*/*.parquet')"
        bars.mkdir(parents=True)
        connection.execute(
            f"copy (select *, cast(bar_start_utc as date) as date {query}) to '{bars}'"
            " (format parquet, partition_by (instrument, date))"
        )
        expected = connection.execute(
            f"select instrument, sum(close), count(*) {query} group by all order by all"
        ).fetchall()
    run_dbt(tmp_path, tmp_path / "data", "spark", "run", "--select", "stg_landing__bars", as_of=AS_OF)
    staged = "select symbol, close from staging.stg_landing__bars"
    found = ask_spark(
        tmp_path / "spark",
        all=staged,
        instrument=f"{staged} where symbol = 'TY'",
        day="select close from landing.canonical where date = '2009-12-02'",
        sums="select symbol, sum(close), count(*) from staging.stg_landing__bars group by symbol order by symbol",
    )
    read = {
        name: {tuple(Path(file).parts[-3:-1]) for file in answer["files"]} for name, answer in found.items()
    }
    assert len(read["all"]) == 5 * 3
    assert read["instrument"] == {folders for folders in read["all"] if folders[0] == "instrument=TY"}
    assert read["day"] == {folders for folders in read["all"] if folders[1] == "date=2009-12-02"}
    assert re.search(r"PartitionFilters: \[.*instrument#\d+ = TY", found["instrument"]["plan"])
    assert [(symbol, float(total), int(n)) for symbol, total, n in found["sums"]["rows"]] == [
        (symbol, pytest.approx(total), n) for symbol, total, n in expected
    ]
