"""One simulated market in every vendor's layout: each is told by its files and gives the same correlations.

Four days around both changes of the clock, so that a zone or a label read wrongly moves a bar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from benchmarks import product
from stockbond.formats import Layouts, project_formats
from stockbond.landing import landing_files
from stockbond.staging import staged
from stockbond_simulator.layouts import LAYOUTS

DAYS = ["2008-10-31", "2008-11-03", "2009-03-06", "2009-03-09"]
LEGS = ["ES", "TY", "USD"]
CORRELATIONS = "fct_realized_correlation_daily"
ANSWER = f"select pair_id, trade_date, realized_correlation from marts.{CORRELATIONS} where n_intervals > 0"
# Quotes of brokers have no bonds, or no dollar.
PAIRS = {"oanda": {"ust"}, "histdata": {"usd"}, "histdata_mt": {"usd"}, "dukascopy": {"usd"}}
# Layouts that the simulated market is not written in: there is a real sample of each.
BY_SAMPLE = {"lean_equity", "lean_forex"}
Correlations = dict[tuple[str, object], float]


@pytest.fixture(scope="module")
def bars(small_root: Path) -> pd.DataFrame:
    files = [file for leg in LEGS for file in sorted((small_root / "bars/canonical" / leg).iterdir())]
    table = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    table = table.astype({"instrument": object, "contract": object})
    return table[table["bar_start_utc"].dt.strftime("%Y-%m-%d").isin(DAYS)]


def write(bars: pd.DataFrame, layout: str, root: Path) -> list[str]:
    """The market in a layout; the paths of its files."""
    for leg in LEGS:
        LAYOUTS[layout](bars[bars["instrument"] == leg], root / "bars")
    return [file.relative_to(root).as_posix() for file in landing_files(root)]


@pytest.fixture(scope="module")
def correlations(
    bars: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Correlations]:
    """The correlations from a query of staged bars, by the SQL that dbt compiled."""
    base = tmp_path_factory.mktemp("layouts")
    write(bars, "canonical", base / "root")
    warehouse = base / "warehouse.duckdb"
    product.dbt("build", [f"+{CORRELATIONS}"], base / "root", warehouse)
    compiled = product.models_from_sources(base / "target/manifest.json", (CORRELATIONS,))
    compiled = [model for model in compiled if model.name != "stg_landing__bars"]

    def run(query: str) -> Correlations:
        models = [replace(m, sql=query) if m.name == "int_bars_received" else m for m in compiled]
        connection = product.connect(product.Product(warehouse, [], [], models), in_memory=models)
        for statement in (statement for model in models for statement in model.statements):
            connection.execute(statement)
        return {(pair, day): value for pair, day, value in connection.execute(ANSWER).fetchall()}

    return run


@pytest.fixture(scope="module")
def expected(
    bars: pd.DataFrame, correlations: Callable[[str], Correlations], tmp_path_factory: pytest.TempPathFactory
) -> Correlations:
    root = tmp_path_factory.mktemp("canonical")
    query = staged(root, write(bars, "canonical", root), root)
    found = correlations(str(query))
    assert {pair for pair, _ in found} == {"ust", "usd"}
    assert len(found) == 2 * len(DAYS)
    return found


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "canonical"])
def test_every_layout_gives_the_same_correlations(
    layout: str,
    bars: pd.DataFrame,
    correlations: Callable[[str], Correlations],
    expected: Correlations,
    tmp_path: Path,
) -> None:
    paths = write(bars, layout, tmp_path / "root")
    layouts = Layouts(tmp_path / "root")
    assert [layouts.problem(path) for path in paths] == [None] * len(paths)
    taken = {one.format if (one := layouts.format_of(path)) else path for path in paths}
    assert taken == {layout.removesuffix("_raw")}
    query = staged(tmp_path / "root", paths, tmp_path / "unpacked")
    found = correlations(str(query))
    pairs = PAIRS.get(layout, {"ust", "usd"})
    assert found == pytest.approx(
        {key: value for key, value in expected.items() if key[0] in pairs}, abs=1e-12
    )


@pytest.mark.parametrize("layout", ["dukascopy", "lseg", "lseg_older"])
def test_a_minute_without_a_trade_is_no_bar(layout: str, bars: pd.DataFrame, tmp_path: Path) -> None:
    """A market with gaps, in layouts that have a row for a minute without a trade: only the traded ones are bars."""
    minutes = bars["bar_start_utc"].dt.minute
    traded = bars[(bars["instrument"] == "ES") & (minutes % 7 != 3)]
    LAYOUTS[layout](traded, tmp_path / "root/bars")
    paths = [file.relative_to(tmp_path / "root").as_posix() for file in landing_files(tmp_path / "root")]
    query = staged(tmp_path / "root", paths, tmp_path / "unpacked")
    bars_of_files = f"select distinct bar_start_at_utc from ({query}) where n_rows_not_bars is null"
    found = duckdb.sql(bars_of_files).df()["bar_start_at_utc"]
    expected = traded["bar_start_utc"].dt.tz_localize(None).unique()
    assert sorted(found) == sorted(expected)


def test_every_layout_of_the_table_is_tried() -> None:
    assert {one.format for one in project_formats() if one.kind == "bars"} == (
        {*LAYOUTS} - {"databento_raw"}
    ) | BY_SAMPLE
