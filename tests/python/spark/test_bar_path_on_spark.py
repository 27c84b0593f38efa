"""The bar path on Spark gives DuckDB's tables: keys, reasons and texts exactly, numbers to the twelfth digit.

It runs, and does not only parse: an index past the end of a list passes EXPLAIN and fails when it is read.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from spark_builds import MODELS, build, run_dbt
from spark_market import AS_OF, write_market
from two_engines import KEYS, TwoEngines, rows_of


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def engines(place: Path) -> TwoEngines:
    return build(place, write_market(place / "data"), as_of=AS_OF)


@pytest.mark.parametrize("table", KEYS)
def test_both_engines_make_one_table(engines: TwoEngines, table: str) -> None:
    assert list(engines.differences(table))[:10] == []


def test_every_table_of_the_bar_path_is_compared(engines: TwoEngines) -> None:
    made = engines.connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where database_name = 'duck' and schema_name in ('intermediate', 'marts')"
    ).fetchall()
    tagged = {row[0] for row in made if (engines.warehouse / folder_of(row[0])).is_dir()}
    assert tagged - set(KEYS) == {"intermediate.int_given_correlations", "intermediate.int_proxy_days"}


def folder_of(table: str) -> str:
    schema, name = table.split(".")
    return f"{schema}.db/{name}"


# What must have happened, or the comparison compares nothing: by table and column, the values that occur.
HAPPENED = {
    ("marts.fct_realized_correlation_daily", "null_reason"): {
        None, "early_close", "flat_leg", "no_data", "no_usable_contract", "too_few_intervals",
    },
    ("marts.fct_realized_correlation_daily", "interval_null_reason"): {
        None, "no_correlation", "one_interval_decides", "perfect_correlation",
    },
    ("intermediate.int_bars_quarantined", "reason"): {
        "bad_bar_minutes", "bad_volume", "close_outside_range", "conflicting_copy", "high_below_low", "identical_copy",
        "in_the_future", "missing_price", "missing_time", "non_positive_price", "off_the_minute", "superseded",
    },
    ("intermediate.int_contract_names", "set_aside"): {
        None, "calendar_spread", "implausible_expiry", "not_the_front", "unreadable_contract",
    },
    ("marts.fct_contract_days", "chosen_because"): {"calendar", "only_one", "stand_in", "volume"},
    ("marts.dim_contract_rolls", "to_contract"): {"TYH10", "ESH10", "DXH10"},
    ("intermediate.int_bars_compared", "verdict"): {
        "conflicting_copy", "identical_copy", "in_the_future", "kept", "single", "superseded",
    },
}  # fmt: skip


@pytest.mark.parametrize(("table", "column"), HAPPENED)
def test_everything_happened(engines: TwoEngines, table: str, column: str) -> None:
    found = engines.connection.execute(f"select distinct {column} from duck.{table}").fetchall()
    assert {row[0] for row in found} == HAPPENED[table, column]


def test_duckdb_takes_the_tables_of_bars_in(place: Path, engines: TwoEngines) -> None:
    """It reads no bar file, and makes the same of them; what it knew of the files is forgotten."""
    words = (*MODELS, "--select", "+tag:bar_path")
    folder = place / "taken"
    folder.mkdir()
    said = run_dbt(folder, place / "data", "local", *words, vectors_from=str(engines.warehouse), as_of=AS_OF)
    assert "bars: read" not in said
    taken = TwoEngines(folder / "working.duckdb", engines.warehouse)
    for table in KEYS:
        assert list(taken.differences(table))[:10] == [], table
    assert taken.connection.execute("select count(*) from duck.build.bar_files").fetchall() == [(0,)]


def test_gaps_filled_by_the_previous_tick(place: Path, engines: TwoEngines) -> None:
    before = rows_of(engines.connection, "duck.intermediate.int_day_vectors", ["n_returns"])
    engines.connection.close()
    words = ("run", "--select", "int_day_vectors+,tag:bar_path")
    for target in ("local", "spark"):
        run_dbt(place, place / "data", target, *words, as_of=AS_OF, gap_fill="previous_tick")
    filled = TwoEngines(place / "working.duckdb", place / "spark")
    assert rows_of(filled.connection, "duck.intermediate.int_day_vectors", ["n_returns"]) != before
    for table in ("intermediate.int_day_vectors", *list(KEYS)[-2:]):
        assert list(filled.differences(table))[:10] == []
