"""The facts of the bar path, day by day, against `session_reference`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from builds import Build
from session_reference import ContractDay, Cut, Floats, contract_days, correlation, is_enough

LEGS = ("ES", "TY")
HALF_DAYS = ("2008-11-28", "2008-12-24")  # of the simulated markets that these tests look at
NO_BARS = ContractDay({}, {})
DAYS = """
    select strftime(trade_date, '%Y-%m-%d') as day, n_intervals, realized_correlation, null_reason
    from marts.fct_realized_correlation_daily where pair_id = 'ust' order by trade_date
"""
RETURNS = """
    select strftime(trade_date, '%Y-%m-%d') as day, instrument, contract, log_return, realized_volatility_pct
    from marts.fct_daily_returns inner join marts.fct_realized_volatility_daily using (trade_date, instrument)
"""
DESK = """
    select
        strftime(trade_date, '%Y-%m-%d') as day, count(*) as n,
        arg_max(rolling_correlation_2h, interval_end_at_utc) as last,
        max(interval_end_at_utc) - max(session_open_at_utc) as length
    from marts.fct_intraday_correlation inner join marts.dim_trading_days using (trade_date)
    where pair_id = 'ust' group by day
"""


def check_facts(done: Build, root: Path, cut: Cut) -> dict[str, str | None]:
    """Correlations, volatilities, daily returns and what a desk sees at the close; the reason of each day."""
    contracts = contract_days(root, cut, LEGS)
    returns = done.query(RETURNS).set_index(["day", "instrument"])
    desk = done.query(DESK).set_index("day")
    yesterday = ""
    reasons: dict[str, str | None] = {}
    for row in done.query(DAYS).to_dict("records"):
        day = row["day"]
        legs = {}
        for leg in LEGS:
            fact = returns.loc[(day, leg)]
            today = contracts[day, leg, fact["contract"]]
            legs[leg] = today.returns(cut, day in HALF_DAYS)
            before = contracts.get((yesterday, leg, fact["contract"]), NO_BARS)
            close, close_before = (
                of.closing_price(cut, when in HALF_DAYS) for of, when in ((today, day), (before, yesterday))
            )
            expected = np.log(close / close_before)
            assert fact["log_return"] == pytest.approx(expected, abs=1e-12, nan_ok=True), (day, leg)
            check_volatility(fact["realized_volatility_pct"], legs[leg], cut, day)
        check_correlation(row, legs["ES"], legs["TY"], cut)
        check_desk(desk.loc[day], legs["ES"], legs["TY"], cut, day)
        yesterday, reasons[day] = day, None if pd.isna(row["null_reason"]) else row["null_reason"]
    return reasons


def check_volatility(found: float, returns: Floats, cut: Cut, day: str) -> None:
    """Of the intervals that there are, scaled to the whole session."""
    there = returns[~np.isnan(returns)]
    n_intervals = cut.n_intervals(day in HALF_DAYS)
    expected = np.nan
    if is_enough(len(there), n_intervals) and day not in HALF_DAYS:
        expected = 100 * np.sqrt(252 * (there @ there) * n_intervals / len(there))
    assert found == pytest.approx(expected, rel=1e-12, nan_ok=True), day


def check_correlation(row: dict[Any, Any], spx: Floats, ust: Floats, cut: Cut) -> None:
    """The day's correlation, or why there is none."""
    n = int((~np.isnan(spx) & ~np.isnan(ust)).sum())
    assert row["n_intervals"] == n, row["day"]
    if row["day"] in HALF_DAYS:
        assert row["null_reason"] == "early_close"
    elif not is_enough(n, cut.n_intervals(False)):
        assert row["null_reason"] == "too_few_intervals", row["day"]
    else:
        assert row["realized_correlation"] == pytest.approx(correlation(spx, ust), abs=1e-11), row["day"]


def check_desk(found: pd.Series[Any], spx: Floats, ust: Floats, cut: Cut, day: str) -> None:
    """The last two hours at the end of the last interval, and the number of intervals."""
    n_intervals = cut.n_intervals(day in HALF_DAYS)
    last = slice(-(120 // cut.minutes), None)
    assert found["last"] == pytest.approx(correlation(spx[last], ust[last]), abs=1e-9), day
    assert (found["n"], found["length"]) == (n_intervals, pd.Timedelta(minutes=n_intervals * cut.minutes))
