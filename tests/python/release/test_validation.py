"""The suites of gx/: they pass what is sound, whatever its size, and each critical one catches its fault."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builds import Build, build, write_manifest_again
from click.testing import CliRunner
from mutations import FAULTS_OF_FILES, FAULTS_OF_SEEDS
from planted_days import NAMED_BY
from releasing import rows

from stockbond.cli import main
from stockbond.errors import PublishError
from stockbond.publish import publish
from stockbond.validation.run import BATCHES, judge

SUITES = Path(__file__).resolve().parents[3] / "gx" / "expectations"


def expectations() -> list[dict[str, Any]]:
    """All expectations of the suites, with the suite's name."""
    return [
        {**one, "suite": path.stem}
        for path in sorted(SUITES.glob("*.json"))
        for one in json.loads(path.read_text())["expectations"]
    ]


def test_every_expectation_says_why_and_what_to_do() -> None:
    names = [one["meta"]["name"] for one in expectations()]
    assert len(names) == len(set(names))
    for one in expectations():
        assert one["meta"]["reason"][:4].isdigit(), "a reason begins with its date"
        assert one["meta"]["what_to_do"].endswith(".")
        assert one["severity"] in ("critical", "warning")
    assert {path.stem for path in BATCHES.glob("*.sql")} == {path.stem for path in SUITES.glob("*.json")}


def test_every_critical_expectation_has_its_fault() -> None:
    critical = {one["meta"]["name"] for one in expectations() if one["severity"] == "critical"}
    assert critical <= {*FAULTS_OF_FILES, *FAULTS_OF_SEEDS, *NAMED_BY}
    assert critical >= {*FAULTS_OF_FILES, *FAULTS_OF_SEEDS}


@pytest.fixture(scope="module")
def copy(
    default_build: Build, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the default market's warehouse, on which every suite passes; changes are rolled back."""
    path = tmp_path_factory.mktemp("mutated") / "stockbond.duckdb"
    shutil.copy(default_build.warehouse, path)
    with duckdb.connect(path) as connection:
        found = judge(connection)
        assert not found.failed("critical"), found.failed("critical")
        assert not found.failed("warning"), found.failed("warning")
        # There is no release before, and no bars of the session alone.
        not_judged = [row for row in found.rows if row["success"] is None]
        assert {row["suite"] for row in not_judged} == {"drift", "windows"}
        of_windows = [row["expectation"] for row in not_judged if row["suite"] == "windows"]
        assert of_windows == ["the_session_stands_in_its_bars"]
        yield connection


@pytest.fixture(scope="module")
def refused(
    default_root: Path,
    copy: duckdb.DuckDBPyConnection,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """Why a release is refused whose files have every fault, each in its own year: expectation -> observed.

    dbt's own tests pass on them, and without the faults every expectation holds (`copy`).
    """
    folder = tmp_path_factory.mktemp("faulty")
    root = Path(shutil.copytree(default_root, folder / "data"))
    for fault in FAULTS_OF_FILES.values():
        fault.plant(root)
    write_manifest_again(root)
    faulty = build(root, folder / "warehouse.duckdb")
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(PublishError, match="validation refused") as error,
    ):
        patch.setattr(
            "stockbond.validation.run.SHOWN", 20
        )  # other faults break the same comparison in later years
        publish(faulty.warehouse, folder / "published.duckdb")
    assert not (folder / "published.duckdb").exists()
    return dict(re.findall(r"(?m)^  \w+: (\w+) on \w+, observed (.*), expected", str(error.value)))


@pytest.mark.parametrize("name", FAULTS_OF_FILES)
def test_each_fault_of_a_file_is_refused_by_name(name: str, refused: dict[str, str]) -> None:
    assert name in refused
    assert FAULTS_OF_FILES[name].label in refused[name]


@pytest.mark.parametrize("name", FAULTS_OF_SEEDS)
def test_each_fault_of_the_events_is_refused_by_name(name: str, copy: duckdb.DuckDBPyConnection) -> None:
    assert not judge(copy, only=["events"]).is_refused
    copy.begin()
    try:
        copy.execute(FAULTS_OF_SEEDS[name][1])
        found = judge(copy, only=["events"])
    finally:
        copy.rollback()
    assert name in {row["expectation"] for row in found.failed("critical")}


def test_the_pages_show_every_expectation_and_ask_no_network(
    copy: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    copy.begin()
    try:
        copy.execute(FAULTS_OF_SEEDS["four_quarter_ends_a_year"][1])
        judge(copy, site=tmp_path / "site")
    finally:
        copy.rollback()
    start = (tmp_path / "site" / "index.html").read_text()
    shown = re.findall(r"<td>([a-z0-9 ]+)<div class=\"why\">", start)
    assert shown[0] == "four quarter ends a year", "what fails stands first"
    assert sorted(shown) == sorted(one["meta"]["name"].replace("_", " ") for one in expectations())
    assert "SIMULATED" in start
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 2 * len(list(SUITES.glob("*.json"))) - 1
    for page in pages:
        html = page.read_text()
        assert not re.search(r"<script|(src|href)=.?https?:|url\(.?https?:", html), page
        for link in re.findall(r'(?:href|src)="([^"#]+)', html):
            assert (page.parent / link).exists(), (page, link)


def test_a_refused_release_leaves_the_one_before(small_build: Build, tmp_path: Path) -> None:
    working, published = tmp_path / "w.duckdb", tmp_path / "p.duckdb"
    shutil.copy(small_build.warehouse, working)
    before = publish(working, published)
    assert rows(published, "select count(*), count(distinct run_id) from reports.rpt_validation_results") == [
        (len(expectations()), 1)
    ]
    content = published.read_bytes()
    with duckdb.connect(working) as connection:
        connection.execute(
            "update intermediate.int_day_vectors set returns = list_concat([ln(100)], returns[2:])"
            " where trade_date = date '2009-03-04' and instrument_id = 2"
        )
        connection.execute("update build.runs set invocation_id = invocation_id || 'x'")
    with pytest.raises(PublishError) as refused:
        publish(working, published)
    assert "no_return_beyond_the_circuit_breakers" in str(refused.value)
    assert "TY 2009" in str(refused.value)
    assert before.release_id in str(refused.value)
    assert published.read_bytes() == content


def test_a_warning_is_published(small_build: Build, tmp_path: Path) -> None:
    working, published = tmp_path / "w.duckdb", tmp_path / "p.duckdb"
    shutil.copy(small_build.warehouse, working)
    with duckdb.connect(working) as connection:
        connection.execute(
            "update marts.fct_macro_daily set value = 500 where series_id = 'MOVE' and month(trade_date) = 12"
        )
    publish(working, published)
    assert rows(
        published,
        "select expectation, severity from reports.rpt_validation_results where not success",
    ) == [("move_is_in_points", "warning")]


def test_a_few_real_days_are_no_broken_release(
    real_build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two days of both legs and VIX: nothing critical fails, and what needs a year says so."""
    published = tmp_path / "p.duckdb"
    monkeypatch.setenv("STOCKBOND_WAREHOUSE", str(shutil.copy(real_build.warehouse, tmp_path / "w.duckdb")))
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(published))
    done = CliRunner().invoke(main, ["publish"])
    assert done.exit_code == 0, done.output
    assert "0 critical failed" in done.output
    failed, not_applicable = rows(
        published,
        "select count(*) filter (where not success), count(*) filter (where success is null)"
        " from reports.rpt_validation_results",
    )[0]
    assert (failed, not_applicable > 20) == (0, True)
    assert rows(
        published,
        "select distinct observed from reports.rpt_validation_results"
        " where expectation = 'stocks_move_every_day'",
    ) == [("not_applicable: too little data, no row to judge",)]


def test_drift_is_told(small_build: Build, tmp_path: Path) -> None:
    """Against the release before: the same build passes, another level of every value is a warning."""
    working, published = tmp_path / "w.duckdb", tmp_path / "p.duckdb"
    shutil.copy(small_build.warehouse, working)
    publish(working, published)
    with duckdb.connect(working) as connection:
        connection.execute(f"attach '{published}' as previous (read_only)")
        assert all(row["success"] for row in judge(connection, has_previous=True, only=["drift"]).rows)
        connection.execute("update marts.fct_macro_daily set value = value * 1.01")
        drift = judge(connection, has_previous=True, only=["drift"])
        assert [row["expectation"] for row in drift.failed("warning")] == ["values_stay"]
        connection.execute(
            "update marts.fct_contract_days set contract = 'ESM09' where instrument = 'ES'"
            " and trade_date in (date '2009-02-03', date '2009-02-05')"
        )
        drift = judge(connection, has_previous=True, only=["drift"])
    assert {row["expectation"]: row["observed"] for row in drift.failed("warning")}[
        "contracts_stay"
    ] == "ES 2009-02-03 to 2009-02-05 ESH09, now ESM09: 2"


def test_validate_without_publishing(
    small_build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKBOND_WAREHOUSE", str(tmp_path / "none.duckdb"))
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(tmp_path / "p.duckdb"))
    missing = CliRunner().invoke(main, ["validate"])
    assert missing.exit_code == 2
    monkeypatch.setenv("STOCKBOND_WAREHOUSE", str(small_build.warehouse))
    done = CliRunner().invoke(main, ["validate"])
    assert done.exit_code == 0, done.output
    assert "0 critical failed" in done.output
    assert "index.html" in done.output
    assert not (tmp_path / "p.duckdb").exists()


def test_the_counts_in_the_results_file_are_those_of_the_tests() -> None:
    from counted_checks import PROJECT, counted

    results = json.loads((PROJECT / "benchmarks/results/torture.json").read_text())
    assert {name: results[name] for name in counted()} == counted()
