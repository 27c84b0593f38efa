"""What the explorer shows of events that lie ahead, and of the hours around those that have happened."""

from __future__ import annotations

import duckdb
import pytest

from stockbond.explorer import charts, queries
from stockbond.explorer.choices import Choices
from stockbond.explorer.event_section import ahead


@pytest.fixture
def release() -> duckdb.DuckDBPyConnection:
    """Two meetings ahead and one behind, and three points around an event, one before the session."""
    connection = duckdb.connect()
    connection.execute("create schema marts; create schema reports")
    connection.execute(
        """
        create table marts.dim_events as
        select 'fomc_minutes' as event_type, *, original_date as event_date from (values
            (date '2026-12-30', '14:00', true, true), (date '2026-11-18', '14:00', false, false),
            (date '2027-02-17', null, false, true)
        ) as events (original_date, event_time_et, is_date_estimated, is_upcoming)
        """
    )
    connection.execute(
        """
        create table reports.rpt_event_intraday as
        select 'fomc_minutes' as event_type, 'all' as event_subset, 'paper' as sample, *,
            -running_correlation as running_correlation_other_days,
            0.0 as spx_return_bp_other_days, 0.0 as ust_return_bp_other_days
        from (values (-5, 3, 100, null, 1.0, 2.0), (0, 3, 100, -0.5, 3.0, 4.0), (5, 3, 100, -0.25, 5.0, 6.0))
            as points (
                minutes_from_event, n_events, n_other_days, running_correlation, spx_return_bp, ust_return_bp
            )
        """
    )
    return connection


def test_the_next_events_are_named_with_their_time(release: duckdb.DuckDBPyConnection) -> None:
    upcoming = queries.read_upcoming(release, Choices(event_type="fomc_minutes"))
    assert list(map(ahead, upcoming.to_dict("records"))) == ["2026-12-30 14:00 (estimated)", "2027-02-17"]
    assert queries.read_upcoming(release, Choices(event_type="cpi")).empty


def test_the_hours_have_a_line_for_each_measure_and_kind_of_day(release: duckdb.DuckDBPyConnection) -> None:
    intraday = queries.read_intraday(release, Choices(event_type="fomc_minutes"))
    found = {
        measure: rows["on_event_days"].dropna().tolist() for measure, rows in intraday.groupby("measure")
    }
    assert found == {
        "Correlation since the open": [-0.5, -0.25],
        "Stocks, basis points": [1.0, 3.0, 5.0],
        "Treasuries, basis points": [2.0, 4.0, 6.0],
    }
    drawn = charts.event_hours(intraday, "Stocks, basis points", is_simulated=True).to_dict()
    [points] = drawn["datasets"].values()
    assert len(points) == 2 * 3
    assert "SIMULATED" in str(drawn["title"])
    assert queries.read_intraday(release, Choices(event_type="cpi")).empty
