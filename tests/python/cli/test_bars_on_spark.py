"""`stockbond build --bars-on spark` without Spark, and what a run on Spark refuses before it makes a table."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from stockbond import spark
from stockbond.cli import main
from stockbond.errors import StockbondError
from stockbond.project import Project


def refused(macro: str, **words: Any) -> str:
    """What a check says when it stops a run; nothing where it does not. `words` take the place of dbt's."""
    project = Project()
    project.words |= words
    try:
        project.macro(macro)()
    except Exception as error:
        return str(error)
    return ""


def test_a_build_says_what_spark_lacks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("STOCKBOND_WAREHOUSE", str(tmp_path / "working.duckdb"))
    monkeypatch.setenv("STOCKBOND_DATA", str(tmp_path))
    done = CliRunner().invoke(main, ["build", "--bars-on", "spark"])
    assert done.exit_code == 2
    assert "Spark needs pyspark, dbt.adapters.spark, Java 17 here" in done.output


@pytest.mark.parametrize("port", ["1", "thrift"])
def test_a_build_says_that_no_server_answers(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    """Port 1 is nobody's, and another is none; where PyHive is not installed it is the same to the user."""
    monkeypatch.setenv("STOCKBOND_SPARK_HOST", "127.0.0.1")
    monkeypatch.setenv("STOCKBOND_SPARK_PORT", port)
    with pytest.raises(StockbondError, match=rf"no Thrift server of Spark answers at 127\.0\.0\.1:{port} \("):
        spark.of_server()


GRAPH = SimpleNamespace(
    nodes={
        "model.stockbond.int_day_vectors": SimpleNamespace(tags=["bar_path"]),
        "model.stockbond.fct_regimes_daily": SimpleNamespace(tags=[]),
    }
)


def test_spark_makes_the_bar_path_and_nothing_else() -> None:
    whole = list(GRAPH.nodes)
    assert refused("check_spark_resources", graph=GRAPH, selected_resources=whole[:1]) == ""
    said = refused("check_spark_resources", graph=GRAPH, selected_resources=whole)
    assert "Spark makes the bar path" in said
    assert "fct_regimes_daily" in said
    assert "int_day_vectors" not in said


def test_spark_finds_no_price_outliers() -> None:
    words = {"graph": GRAPH, "selected_resources": [], "var": lambda name: name == "leave_out_price_outliers"}
    assert "Price outliers" in refused("check_spark_resources", **words)


@pytest.mark.parametrize("path", ["bars/oanda/ES.csv", "trades/canonical/ES.parquet"])
def test_spark_stops_at_files_that_duckdb_alone_reads(path: str) -> None:
    def rows(query: str) -> list[list[Any]]:
        return [[0, 0]] if "count(*)" in query else [[path]] if "where not (" in query else []

    said = refused("make_spark_sources", query_rows=rows)
    assert "Bars and trades that Spark does not read" in said
    assert path in said


def test_spark_stops_at_pairs_of_no_use() -> None:
    words = {
        "env_var": lambda name, default="": "/lake/pairs.csv",
        "query_rows": lambda query: [["one, ES, ABSENT"]],
    }
    said = refused("spark__make_given_pairs", **words)
    assert "/lake/pairs.csv has pairs that stand twice" in said
    assert "one, ES, ABSENT" in said
