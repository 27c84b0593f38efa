"""The bar path through Spark's Thrift server: DuckDB's tables, and pairs that stand in a table of its catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import duckdb
import pytest
import yaml
from builds import PROJECT_ROOT
from spark_builds import MODELS, run_dbt
from spark_market import AS_OF, write_market
from two_engines import KEYS, TwoEngines

from stockbond.spark import of_server

PARAMETERS = "server_side_parameters"
PAIRS = "finance.pairs"
CORRELATIONS = "marts.fct_realized_correlation_daily"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("thrift")
    write_market(place / "data")
    return place


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[dict[str, str]]:
    # Here, for these packages are not there where the tests are skipped.
    import psutil
    from thrift_server import thrift_server

    with thrift_server(place / "server", place / "spark") as environment:
        yield environment
    assert not [one for one in psutil.process_iter(["cmdline"]) if str(place) in str(one.info["cmdline"])]


@pytest.fixture(scope="module")
def engines(place: Path, server: dict[str, str]) -> TwoEngines:
    run_dbt(place, place / "data", "local", *MODELS, "--select", "+tag:bar_path", as_of=AS_OF)
    through_server(place, server, *MODELS, "--selector", "bar_path")
    return TwoEngines(place / "working.duckdb", place / "spark")


def through_server(place: Path, server: dict[str, str], *words: str, pairs: str = "") -> str:
    """What dbt says; it is told nothing of the server but where it is."""
    environment = {**server, "STOCKBOND_SPARK_WAREHOUSE": "/nowhere", "STOCKBOND_SPARK_PAIRS": pairs}
    return run_dbt(place, place / "data", "spark_thrift", *words, environment=environment, as_of=AS_OF)


def partitions(place: Path) -> dict[str, tuple[str, int]]:
    """The file of each day's folder, and when it was written."""
    files = (place / "spark" / "marts.db" / "fct_realized_correlation_daily").glob("trade_date=*/*.parquet")
    return {file.parent.name: (file.name, file.stat().st_mtime_ns) for file in files}


def test_the_server_gives_duckdbs_tables(engines: TwoEngines) -> None:
    found = {table: list(engines.differences(table))[:10] for table in KEYS}
    assert {table: said for table, said in found.items() if said} == {}


def test_a_session_has_the_settings_of_the_profile(server: dict[str, str]) -> None:
    """The server passes over a setting whose name it does not know, and says nothing."""
    from thrift_server import ask

    profile = yaml.safe_load((PROJECT_ROOT / "profiles.yml").read_text(encoding="utf-8"))["stockbond"]
    given, of_session = (
        {
            name: re.sub(r"{{.*}}", "2", value)
            for name, value in profile["outputs"][target][PARAMETERS].items()
        }
        for target in ("spark_thrift", "spark")
    )
    expected = {name.removeprefix("set:hiveconf:"): value for name, value in given.items()}
    assert expected.keys() - of_session.keys() == {"spark.sql.ansi.enabled"}  # dbt's own for a session
    sql = {name for name in of_session if name.startswith("spark.sql.")}
    assert sql - expected.keys() == {"spark.sql.warehouse.dir"}
    for name, value in expected.items():
        assert ask(server, f"set {name}", settings=given) == [(name, value)]


def test_duckdb_takes_the_servers_tables_of_bars_in(place: Path, engines: TwoEngines) -> None:
    folder = place / "taken"
    folder.mkdir()
    run_dbt(
        folder, place / "data", "local", *MODELS, "--select", "+tag:bar_path",
        vectors_from=str(engines.warehouse), as_of=AS_OF,
    )  # fmt: skip
    taken = TwoEngines(folder / "working.duckdb", engines.warehouse)
    assert list(taken.differences(CORRELATIONS)) == []


def test_a_build_asks_the_server_where_its_tables_lie(
    place: Path, server: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    assert of_server() == (str(place / "spark"), f"Spark {version('pyspark')}, local[2], Thrift server")


def test_pairs_of_a_table(place: Path, server: dict[str, str], engines: TwoEngines) -> None:
    """A pair of the seed under another name, and one that it has not; then a day's bars alone are others."""
    from thrift_server import ask

    words = ("run", "--select", "int_bar_pieces+,tag:bar_path")
    expected = engines.connection.execute(
        f"select trade_date, realized_correlation, null_reason from duck.{CORRELATIONS}"
        " where pair_id = 'ust' order by all"
    ).fetchall()
    engines.connection.close()
    ask(
        server,
        "create database if not exists finance",
        f"create table {PAIRS} using parquet as select 'mine' as pair_id, 'ES' as instrument_a, 'TY' as instrument_b"
        " union all select 'legs', 'TY', 'USD'",
    )
    through_server(place, server, "run", "--select", "int_instrument_pairs+,tag:bar_path", pairs=PAIRS)
    files = f"{place}/spark/marts.db/fct_realized_correlation_daily/*/*.parquet"
    with duckdb.connect() as connection:
        made = connection.execute(
            "select trade_date, pair_id, realized_correlation, null_reason"
            f" from read_parquet('{files}', hive_partitioning = true) order by all"
        ).fetchall()
    assert {row[1] for row in made} == {"mine", "legs"}
    assert any(row[1] == "legs" and row[2] is not None for row in made)
    mine = [(day, correlation, reason) for day, pair, correlation, reason in made if pair == "mine"]
    assert [(day, reason) for day, _, reason in mine] == [(day, reason) for day, _, reason in expected]
    for one, other in zip(mine, expected, strict=True):
        assert one[1] == (None if other[1] is None else pytest.approx(other[1], rel=1e-12, abs=1e-12))

    before = partitions(place)
    late = place / "data" / "bars" / "canonical" / "ES" / "ES-half.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"create table bars as from '{late}'")
        connection.execute("delete from bars where bar_start_utc < timestamp '2009-12-11 18:30'")
        connection.execute(f"copy bars to '{late}' (format parquet)")
    assert "bars: files read or gone: 1" in through_server(place, server, *words, pairs=PAIRS)
    now = partitions(place)
    changed = {folder for folder in now if now[folder] != before.get(folder)}
    assert now.keys() == before.keys()
    assert changed == {"trade_date=2009-12-11"}


def test_pairs_of_no_use_in_a_table(place: Path, server: dict[str, str], engines: TwoEngines) -> None:
    from thrift_server import ask

    ask(
        server,
        "create database if not exists finance",
        "create table finance.odd using parquet as"
        " select 'odd' as pair_id, 'ES' as instrument_a, 'ABSENT' as instrument_b",
    )
    with pytest.raises(pytest.fail.Exception, match=r"(?s)finance\.odd has pairs that.*odd, ES, ABSENT\n"):
        through_server(place, server, "run", "--select", "int_instrument_pairs", pairs="finance.odd")
