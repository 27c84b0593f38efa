"""The hours around events, made again from the bars of the files with pandas."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
from builds import Build

POINTS = np.arange(-60, 121, 5)
LEGS = {"ES": "spx_return_bp", "TY": "ust_return_bp"}


def closes(build: Build, instrument: str) -> pd.DataFrame:
    """Closes of the day's own contract, by day and by the minute of New York on which the bar ends."""
    bars = duckdb.execute(
        """
        select contract, bar_start_utc + to_minutes(cast(bar_minutes as bigint)) as ends_at_utc, close
        from read_parquet($files) where instrument = $instrument
        """,
        {"files": f"{build.data}/bars/canonical/**/*.parquet", "instrument": instrument},
    ).df()
    new_york = bars["ends_at_utc"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
    bars["trade_date"] = new_york.dt.date
    bars["minute"] = new_york.dt.hour * 60 + new_york.dt.minute
    days = build.query(f"from marts.fct_contract_days where instrument = '{instrument}'")
    days["trade_date"] = days["trade_date"].dt.date
    return bars.merge(days[["trade_date", "contract"]], on=["trade_date", "contract"])


def returns_around(bars: pd.DataFrame, clock: int) -> pd.DataFrame:
    """Of each day the returns in basis points at each point, since the first price up to the event."""
    late = bars["minute"] - clock
    point = np.ceil(late / 5) * 5
    inside = bars[(point >= POINTS[0]) & (point <= POINTS[-1])].assign(point=point)
    prices = (
        inside.sort_values("minute")
        .pivot_table(index="trade_date", columns="point", values="close", aggfunc="last")
        .reindex(columns=POINTS)
    )
    base = prices.loc[:, :0].bfill(axis=1).iloc[:, 0]
    return 1e4 * np.log(prices.div(base, axis=0))


@pytest.mark.parametrize("instrument", LEGS)
def test_returns_around_announcements_are_those_of_the_bars(small_build: Build, instrument: str) -> None:
    """Two of the four statements came off the grid, at 14:11 and 14:17: they stand with their intervals."""
    clocks = {
        day: int(time[:2]) * 60 + int(time[3:]) // 5 * 5
        for day, time in small_build.rows(
            "select event_date, event_time_et from marts.dim_events where event_type = 'fomc_announcement'"
            " and event_date between date '2008-10-20' and date '2009-03-31'"
        )
    }
    assert sorted(clocks.values()) == [850, 855, 855, 855]
    bars = closes(small_build, instrument)
    around = {clock: returns_around(bars, clock) for clock in set(clocks.values())}
    on_event_days = pd.DataFrame([around[clock].loc[day] for day, clock in clocks.items()]).mean()
    other_days = {clock: returns[~returns.index.isin(clocks)].mean() for clock, returns in around.items()}
    on_other_days = pd.DataFrame([other_days[clock] for clock in clocks.values()]).mean()
    found = small_build.query(
        "from reports.rpt_event_intraday where event_type = 'fomc_announcement' and event_subset = 'all'"
        " and sample = 'full' order by minutes_from_event"
    )
    assert found["minutes_from_event"].tolist() == POINTS.tolist()
    np.testing.assert_allclose(found[LEGS[instrument]], on_event_days, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found[f"{LEGS[instrument]}_other_days"], on_other_days, rtol=1e-9, atol=1e-9)


def test_the_running_correlation_is_that_of_the_events_days(small_build: Build) -> None:
    """At 14:15 and at the close of the two meetings that left the rate, in winter and in summer time."""
    for minutes, winter, summer in ((0, "19:15", "18:15"), (105, "21:00", "20:00")):
        [(found, expected)] = small_build.rows(
            f"""
            select any_value(hours.running_correlation), avg(intraday.running_correlation)
            from reports.rpt_event_intraday as hours
            cross join marts.fct_intraday_correlation as intraday
            where hours.event_type = 'fomc_announcement' and hours.event_subset = 'rate_unchanged'
                and hours.sample = 'full' and hours.minutes_from_event = {minutes} and pair_id = 'ust'
                and interval_end_at_utc in (
                    timestamp '2009-01-28 {winter}:00', timestamp '2009-03-18 {summer}:00'
                )
            """
        )
        assert found == pytest.approx(expected, abs=1e-12)


def test_an_event_outside_the_session_has_what_the_bars_reach(small_build: Build) -> None:
    """CPI at 08:30, bars from 09:30: nothing stands before, and the correlation after it."""
    found = small_build.query(
        "from reports.rpt_event_intraday where event_type = 'cpi' and event_subset = 'all' and sample = 'full'"
        " order by minutes_from_event"
    )
    assert found["n_events"].unique().tolist() == [5]
    assert found["spx_return_bp"].isna().all()
    has_correlation = found["running_correlation"].notna().to_numpy()
    assert not has_correlation[POINTS <= 60].any()
    assert has_correlation[POINTS >= 75].all()
