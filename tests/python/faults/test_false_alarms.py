"""No false alarm: neither of decades of real daily data nor of eighteen years of markets of other seeds.

STOCKBOND_SEEDS says of how many (make torture); levels and yields of many seeds are looked at in tests/python/simulate.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from planted_days import MEASURES, SUITES, failed

from stockbond.project import Project
from stockbond.validation.run import BATCHES
from stockbond_simulator import simulate

N_SEEDS = int(os.environ.get("STOCKBOND_SEEDS", "0"))
TABLES = (
    "int_session_windows",
    *MEASURES[3:],
    "instrument_pairs",
    "fct_macro_daily",
    "fct_realized_correlation_daily",
)


@pytest.mark.parametrize("seed", range(1, N_SEEDS + 1))
def test_markets_of_other_seeds_are_found_sound(seed: int, tmp_path: Path) -> None:
    root = tmp_path / "data"
    simulate(root, seed=seed)
    with duckdb.connect(tmp_path / "sound.duckdb") as connection:
        connection.execute("set threads = 1")
        project = Project(connection, root, tmp_path)
        project.preflight()
        for name in TABLES:
            project.make(name)
        connection.execute(
            "create or replace table build.runs as select '09:30' as session_open, now() as started_at_utc"
        )
        assert failed(connection, (*SUITES, "correlations")) == {}


def series(path: Path, column: str) -> pd.Series:
    """A column of a file by its first one, the day."""
    rows = pd.read_csv(path, na_values=["."], encoding="utf-8-sig")
    days = pd.to_datetime(rows[rows.columns[0]])
    return pd.to_numeric(rows[column]).set_axis(days).sort_index().dropna()


def market_returns(path: Path) -> pd.Series:
    """The daily excess return of the US market, of Kenneth French's file."""
    lines = [line.split(",") for line in path.read_text(encoding="latin-1").splitlines()]
    days = {line[0].strip(): float(line[1]) for line in lines if len(line) == 5 and line[0].strip().isdigit()}
    return pd.Series(days).set_axis(pd.to_datetime(list(days), format="%Y%m%d"))


def test_signs_hold_in_decades_of_sessions(real_data: Path) -> None:
    """The market for ES, yields with the other sign for notes, the broad index for the dollar: in no 15 and no 20
    sessions in a row, every third day, is a leg told to have the wrong sign. VIX is published since 1993."""
    h15 = real_data / "fred/H15_multi_series.csv"
    legs = {
        "ES": market_returns(next((real_data / "kenneth_french").glob("*.[Cc][Ss][Vv]"))),
        "TY": -series(real_data / "fed/SVENY.csv", "SVENY10").diff()["1997":],
        "TU": -series(h15, "DGS2").diff(),
        "USD": series(real_data / "fred/DTWEXBGS.csv", "DTWEXBGS").diff(),
    }
    others = {
        "VIX": series(real_data / "cboe/VIX_History.csv", "CLOSE").diff(),
        "DGS10": series(h15, "DGS10").diff(),
        "DEXUSEU": series(real_data / "fred/DEXUSEU.csv", "DEXUSEU").diff(),
    }
    with duckdb.connect() as connection:
        connection.execute("create schema marts; create schema intermediate")
        connection.register("returns", long(legs, "instrument", "log_return"))
        connection.register("changes", long(others, "series_id", "change"))
        connection.execute("create table marts.fct_daily_returns as from returns")
        connection.execute("create table marts.fct_macro_daily as from changes")
        connection.execute("""
            create table intermediate.int_session_windows as
            with days as (
                select trade_date, row_number() over (order by trade_date) as n
                from (select distinct trade_date from marts.fct_macro_daily where trade_date >= '1993-01-01')
            )
            select n_sessions || ' sessions to ' || ends.trade_date as span, n_sessions, days.trade_date
            from days as ends
            cross join (values (15), (20)) as spans (n_sessions)
            inner join days on ends.n % 3 = 0 and days.n > ends.n - n_sessions and days.n <= ends.n
        """)
        [(n_windows,)] = connection.execute(
            f"select count(*) from ({(BATCHES / 'legs.sql').read_text()})"
        ).fetchall()
        assert n_windows > 15_000
        assert failed(connection, ("legs",)) == {}


def long(columns: dict[str, pd.Series], name: str, value: str) -> pd.DataFrame:
    """One row per name and day."""
    frame = pd.concat(columns, names=[name, "trade_date"]).rename(value).dropna().reset_index()
    return frame.assign(trade_date=frame["trade_date"].dt.date)
