"""`stockbond export`: the release's tables as files, with their dictionary and the release's manifest."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from stockbond.cli import main
from stockbond.errors import StockbondError
from stockbond.export import export_tables
from stockbond.export.units import unit_of

TABLES = ("marts.fct_realized_correlation_daily", "reports.rpt_event_study", "reports.rpt_release")


@pytest.fixture(scope="module")
def exported(small_published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table as Parquet."""
    folder = tmp_path_factory.mktemp("export") / "new" / "parquet"
    done = CliRunner(env={"STOCKBOND_PUBLISHED": str(small_published)}).invoke(main, ["export", str(folder)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("SIMULATED release ")
    return folder


def dictionary(folder: Path) -> list[dict[str, str]]:
    with (folder / "data_dictionary.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_has_a_file_with_its_rows(exported: Path, small_published: Path) -> None:
    with duckdb.connect(small_published, read_only=True) as connection:
        tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        names = {f"SIMULATED_{table}.parquet" for (table,) in tables}
        assert {path.name for path in exported.iterdir()} == names | {"data_dictionary.csv", "manifest.json"}
        assert [path.name for path in exported.parent.iterdir()] == ["parquet"]
        for table in TABLES:
            theirs = connection.execute(f"from '{exported}/SIMULATED_{table}.parquet'").fetchall()
            assert theirs == connection.execute(f"from {table}").fetchall(), table


def test_a_column_says_what_it_is_in_the_file_and_in_the_dictionary(
    exported: Path, small_published: Path
) -> None:
    described = dictionary(exported)
    assert list(described[0]) == ["table", "column", "type", "unit", "description"]
    assert all(row["description"] for row in described)
    by_column = {(row["table"], row["column"]): row for row in described}
    row = by_column["marts.fct_daily_returns", "log_return"]
    assert (row["type"], row["unit"]) == ("DOUBLE", "1 (log return)")
    schema = parquet.read_schema(exported / "SIMULATED_marts.fct_daily_returns.parquet")
    told = schema.field("log_return").metadata
    assert (told[b"unit"].decode(), told[b"description"].decode()) == (row["unit"], row["description"])
    assert schema.metadata[b"stockbond_is_simulated"] == b"true"
    manifest = json.loads((exported / "manifest.json").read_text(encoding="utf-8"))
    with duckdb.connect(small_published, read_only=True) as connection:
        [(text,)] = connection.execute("select manifest from reports.rpt_release").fetchall()
    assert manifest == json.loads(text)
    assert manifest["release_id"].encode() == schema.metadata[b"stockbond_release_id"]


def test_no_number_is_without_a_unit(exported: Path) -> None:
    bare = [
        f"{row['table']}.{row['column']}"
        for row in dictionary(exported)
        if row["unit"] == "" and row["type"] not in ("VARCHAR", "BOOLEAN")
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("column", "data_type", "description", "beside", "unit"),
    [
        ("log_return", "DOUBLE", "", (), "1 (log return)"),
        ("mean_return_bp", "DOUBLE", "", ("unit",), "basis points"),
        ("estimate", "DOUBLE", "In bp.", ("unit",), "as column unit says"),
        ("level", "DOUBLE", "", ("outcome",), "that of the outcome (reports.rpt_event_study_availability)"),
        ("beta_stock_variance", "DOUBLE", "", (), "1 (slope squared)"),
        ("ust_vol", "DOUBLE", "", (), "percent a year"),
        ("n_days", "INTEGER", "", (), "count"),
        ("built_at_utc", "TIMESTAMP", "", (), "time, UTC"),
        ("stars", "VARCHAR", "", (), ""),
    ],
)
def test_units_by_name(
    column: str, data_type: str, description: str, beside: tuple[str, ...], unit: str
) -> None:
    assert unit_of(column, data_type, description, beside) == unit


def test_some_tables_as_csv_replace_an_earlier_export(small_published: Path, tmp_path: Path) -> None:
    export_tables(small_published, tmp_path / "out", "parquet", ["rpt_daily", "dim_samples"])
    export_tables(small_published, tmp_path / "out", "csv", ["reports.rpt_daily"])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "SIMULATED_reports.rpt_daily.csv", "data_dictionary.csv", "manifest.json",
    ]  # fmt: skip
    assert {row["table"] for row in dictionary(tmp_path / "out")} == {"reports.rpt_daily"}
    text = (tmp_path / "out/SIMULATED_reports.rpt_daily.csv").read_text(encoding="utf-8")
    assert text.startswith('"trade_date","realized_correlation"')
    with duckdb.connect(small_published, read_only=True) as connection:
        days = connection.execute("select count(*), min(trade_date) from reports.rpt_daily").fetchall()
    read = f"select count(*), min(trade_date) from '{tmp_path}/out/SIMULATED_reports.rpt_daily.csv'"
    assert duckdb.execute(read).fetchall() == days


def test_a_table_that_is_not_there_is_named_with_those_that_sound_alike(
    small_published: Path, tmp_path: Path
) -> None:
    done = CliRunner(env={"STOCKBOND_PUBLISHED": str(small_published)}).invoke(
        main, ["export", str(tmp_path / "out"), "rpt_dayly"]
    )
    assert done.exit_code == 2
    assert "the release has no table rpt_dayly. Did you mean rpt_daily" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_left_alone(small_published: Path, tmp_path: Path) -> None:
    """It would be replaced."""
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(StockbondError, match=r"holds thesis\.tex\. Name a new or an empty folder"):
        export_tables(small_published, tmp_path, "csv")
    with pytest.raises(StockbondError, match="is a file"):
        export_tables(small_published, tmp_path / "thesis.tex", "csv")
    assert (tmp_path / "thesis.tex").read_text() == "mine"
