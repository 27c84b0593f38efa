"""Random markets through the compiled SQL, against the reference that was written from METHODOLOGY alone."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from contract_markets import Market, markets, random_market
from contract_reference import Reference, reference
from hypothesis import HealthCheck, Phase, given, settings

from benchmarks import product

FACTS = (
    "fct_realized_correlation_daily", "fct_daily_returns", "fct_contract_days", "dim_contract_rolls",
    "rpt_quarantine_summary",
)  # fmt: skip
EXAMPLES = int(os.environ.get("STOCKBOND_MARKETS", "15"))  # make torture draws many more
VENDORS = ("canonical", "other")


def write(market: Market, folder: Path) -> None:
    """The market's bars, one file a vendor: the second vendor's symbols have names of their own."""
    for number, vendor in enumerate(VENDORS, start=1):
        bars = market.bars[market.bars["vendor"] == vendor].drop(columns="vendor")
        bars = bars.rename(columns={"symbol": "instrument"})
        bars["contract"] = bars["contract"].astype("string")
        bars.to_parquet(folder / f"{number}.parquet", index=False)


def as_two_vendors(received: product.Model) -> product.Model:
    two = "select * replace (case when file like '%/2.parquet' then 'other' else vendor end as vendor)"
    return replace(received, sql=f"{two} from ({received.sql})")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Market], duckdb.DuckDBPyConnection]]:
    """Runs the bar path on a market; the tables lie in the connection that it gives."""
    base = tmp_path_factory.mktemp("contract_properties")
    folder = base / "root" / "bars" / "canonical"
    folder.mkdir(parents=True)
    write(random_market(1), folder)
    warehouse = base / "warehouse.duckdb"
    product.dbt("build", [f"+{fact}" for fact in FACTS], base / "root", warehouse)
    compiled = product.models_from_sources(base / "target" / "manifest.json", FACTS)
    # The second vendor is a vendor in all but its folder: its name stands in the file's.
    compiled = [as_two_vendors(model) if model.name == "int_bars_received" else model for model in compiled]
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from seeds.vendor_symbols where vendor = 'oanda'")
        connection.execute(
            "insert into seeds.vendor_symbols by name select * replace ('other' as vendor, 2 as priority)"
            " from seeds.vendor_symbols"
        )

    def run_sql(market: Market) -> duckdb.DuckDBPyConnection:
        write(market, folder)
        connection = product.connect(product.Product(warehouse, [], [], compiled), in_memory=compiled)
        for statement in (statement for model in compiled for statement in model.statements):
            connection.execute(statement)
        return connection

    yield run_sql


def plain(value: Any) -> Any:
    """NULL, NaN and NA are one; numbers to nine digits."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return round(value, 9) if isinstance(value, float) else value


def table(connection: duckdb.DuckDBPyConnection, query: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Rows by their first two columns."""
    rows = connection.execute(query).fetchall()
    return {row[:2]: tuple(map(plain, row[2:])) for row in rows}


def expected(frame: pd.DataFrame, *columns: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    rows = [tuple(row) for row in frame[list(columns)].itertuples(index=False)]
    return {row[:2]: tuple(map(plain, row[2:])) for row in rows}


def spelled(name: str | None) -> str | None:
    """A continuous series' name, however blanks are written; none for ''."""
    return " ".join(name.replace("_", " ").replace("/", " ").split()) or None if name else None


def check(connection: duckdb.DuckDBPyConnection, answer: Reference, market: Market) -> None:
    """Every table of the reference, row by row."""
    days = answer.contract_days[answer.contract_days["contract"].notna()].copy()
    days["contract"] = days["contract"].map(spelled)
    found = table(
        connection,
        """
        select
            days.trade_date, days.instrument, days.vendor, days.contract, days.expiry_month,
            days.chosen_because, days.volume_share, days.months_to_expiry, days.n_grid_points,
            days.bar_minutes, returns.session_volume
        from marts.fct_contract_days as days
        join marts.fct_daily_returns as returns using (trade_date, instrument)
        """,
    )
    found = {key: (row[0], spelled(row[1]), *row[2:]) for key, row in found.items()}
    assert found == expected(
        days, "trade_date", "instrument", "vendor", "contract", "last_trade_month", "chosen_because",
        "volume_share", "months_to_expiry", "n_grid_points", "bar_minutes", "session_volume",
    ), market  # fmt: skip

    rolls = connection.execute(
        "select instrument, vendor, trade_date, from_contract, to_contract"
        " from marts.dim_contract_rolls order by all"
    ).fetchall()
    assert rolls == sorted(map(tuple, answer.rolls.itertuples(index=False))), market

    set_aside = dict(
        connection.execute(
            "select reason, sum(n_rows) from reports.rpt_quarantine_summary"
            " where reason <> 'identical_copy' group by all"
        ).fetchall()
    )
    of_names = answer.quarantine[answer.quarantine["reason"] != "copy"]
    assert set_aside == of_names.groupby("reason")["n_bars"].sum().to_dict(), market

    returns = table(connection, "select trade_date, instrument, log_return from marts.fct_daily_returns")
    for key, value in expected(answer.daily_returns, "trade_date", "instrument", "daily_return").items():
        assert returns[key] == pytest.approx(value, abs=1e-8), (key, market)

    correlations = table(
        connection,
        "select trade_date, pair_id, null_reason, realized_correlation"
        " from marts.fct_realized_correlation_daily",
    )
    for key, value in expected(
        answer.correlations, "trade_date", "pair_id", "null_reason", "realized_correlation"
    ).items():
        assert correlations[key][0] == value[0], (key, market)
        assert correlations[key][1] == pytest.approx(value[1], abs=1e-8), (key, market)


@given(market=markets())
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_the_bar_path_equals_the_reference(
    run: Callable[[Market], duckdb.DuckDBPyConnection], market: Market
) -> None:
    with run(market) as connection:
        check(connection, reference(market.bars, market.sessions, market.vendor_symbols), market)
