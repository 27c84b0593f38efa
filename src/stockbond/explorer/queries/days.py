"""One day hour by hour, and what was earned on and after the days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stockbond.report.data import FIRST_INTERVALS

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

HORIZONS = (0, 1, 5, 20)
"""Sessions: 0 the day itself, else that many after it."""
TIMES = """
select
    interval_end_at_utc, return_a_bp, return_b_bp,
    case when n_intervals >= $first_intervals then running_correlation end as running_correlation,
    case
        when n_intervals * (select interval_minutes from reports.rpt_release) >= 120 then rolling_correlation_2h
    end as rolling_correlation_2h
from marts.fct_intraday_correlation
where pair_id = $pair and trade_date = $day
order by interval_end_at_utc
"""
EVENTS_OF_DAY = """
select event_type, event_subtype, coalesce(event_time_et, '') as event_time_et from marts.dim_events
where event_date = $day order by event_time_et, event_type
"""
CONTRACTS = """
select instrument, contract, vendor, chosen_because, volume_share, months_to_expiry
from marts.fct_contract_days where trade_date = $day and list_contains($instruments, instrument)
order by list_position($instruments, instrument)
"""
# A window counts where each of its returns is there.
RETURNS = """
with returns as (
    select trade_date, 1e4 * log_return as return_bp from marts.fct_daily_returns where instrument = $asset
    union all
    select trade_date, log_return_bp from marts.fct_asset_returns_daily where symbol = $asset
),

ahead as (
    select sessions.trade_date, returns.return_bp as ahead_0, {ahead}
    from marts.dim_trading_days as sessions left join returns using (trade_date)
    window {windows}
)

from ahead order by trade_date
"""
AHEAD = """
    case
        when count(returns.return_bp) over ahead_{n} = {n} then sum(returns.return_bp) over ahead_{n}
    end as ahead_{n}"""
WINDOW = "ahead_{n} as (order by sessions.trade_date rows between 1 following and {n} following)"


def read_times(connection: duckdb.DuckDBPyConnection, pair: str, day: date) -> pd.DataFrame:
    """The intervals of a day: UTC, returns of both legs since the open (bp), both correlations.

    Running values of a few intervals, and two hours that are not over, are left out.
    """
    return connection.execute(TIMES, {"pair": pair, "day": day, "first_intervals": FIRST_INTERVALS}).df()


def read_events_of_day(connection: duckdb.DuckDBPyConnection, day: date) -> pd.DataFrame:
    """The events of a day, of every type."""
    return connection.execute(EVENTS_OF_DAY, {"day": day}).df()


def read_contracts(
    connection: duckdb.DuckDBPyConnection, instruments: tuple[str, str], day: date
) -> pd.DataFrame:
    """Which contract stands for each leg on a day, and why."""
    return connection.execute(CONTRACTS, {"instruments": list(instruments), "day": day}).df()


def read_returns(connection: duckdb.DuckDBPyConnection, asset: str) -> pd.DataFrame:
    """Log returns of an asset (bp) on each session and over those after it.

    trade_date, ahead_0 (the day's own), ahead_1, ahead_5, ahead_20 (the sum of that many sessions
    after it; missing where one of them is).
    """
    later = HORIZONS[1:]
    query = RETURNS.format(
        ahead=",".join(AHEAD.format(n=n) for n in later),
        windows=", ".join(WINDOW.format(n=n) for n in later),
    )
    return connection.execute(query, {"asset": asset}).df()
