"""Events: the study of one set, the hours around it, and the calendar of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.explorer.choices import Choices, Outcome
from stockbond.explorer.queries.parameters import span, study

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# The session before decides the label: that of the event day itself depends on the outcome.
EVENTS = """
select
    members.event_id, members.event_date, changes.previous_date, changes.previous_level, changes.level,
    changes.change, coalesce(before.regime, 'none') as entering_regime, changes.null_reason
from marts.fct_event_set_members as members
left join marts.fct_event_changes as changes
    on members.event_id = changes.event_id and changes.outcome = $outcome
left join marts.dim_trading_days as sessions on members.event_date = sessions.trade_date
left join marts.dim_trading_days as sessions_before
    on sessions.session_number - 1 = sessions_before.session_number
left join labelled_days as before on sessions_before.trade_date = before.trade_date
where
    members.event_type = $event_type and members.event_subset = $event_subset and members.sample = $sample
    and ($first is null or members.event_date between $first and $last)
order by members.event_date, members.event_id
"""
# The paths of all events of the set in the sample: they do not depend on the dates chosen.
PATHS = """
select session_offset, n_events, mean_change, ci_low, ci_high from reports.rpt_event_paths
where
    event_type = $event_type and event_subset = $event_subset and sample = $sample and outcome = $outcome
    and ci_low is not null
order by session_offset
"""
ROBUST = """
select p_value, newey_west_p_value, randomisation_p_value, holm_p_value
from reports.rpt_event_study_robustness
where
    event_type = $event_type and event_subset = $event_subset and sample = $sample and outcome = $outcome
    and variant = 'as_printed' and holm_p_value is not null
"""
# What lies ahead, and what is known of it.
UPCOMING = """
select original_date, coalesce(event_time_et, '') as event_time_et, is_date_estimated from marts.dim_events
where is_upcoming and event_type = $event_type order by event_date limit 3
"""
INTRADAY = """
select minutes_from_event, n_events, n_other_days,
    unnest(['Correlation since the open', 'Stocks, basis points', 'Treasuries, basis points']) as measure,
    unnest([running_correlation, spx_return_bp, ust_return_bp]) as on_event_days,
    unnest([
        running_correlation_other_days, spx_return_bp_other_days, ust_return_bp_other_days
    ]) as on_other_days
from reports.rpt_event_intraday
where event_type = $event_type and event_subset = $event_subset and sample = $sample
order by all
"""
OUTCOME = """
select outcome, unit, n_days, status_reason from reports.rpt_event_study_availability
where outcome = $outcome and sample = $sample
"""
PRINTED = """
select paper_value, paper_t_stat from reports.rpt_replication_scorecard
where table_id in ('T8', 'T9') and specification = $outcome and term = $term
"""
# All of the release that lie on days of the sample or ahead; the labels are those of the thresholds chosen.
CALENDAR = """
select
    events.event_date, coalesce(events.event_time_et, '') as event_time_et, events.event_type,
    events.event_subtype, events.is_date_estimated, events.is_upcoming, days.realized_correlation, days.regime
from marts.dim_events as events
left join labelled_days as days on events.event_date = days.trade_date
where
    events.is_upcoming
    or (days.trade_date is not null and ($first is null or events.event_date between $first and $last))
order by events.event_date, events.event_time_et, events.event_type
"""


def read_events(connection: duckdb.DuckDBPyConnection, choices: Choices) -> pd.DataFrame:
    """The events of the set chosen, each with its change and the label of the session before."""
    return connection.execute(EVENTS, {**study(choices), **span(choices)}).df()


def read_upcoming(connection: duckdb.DuckDBPyConnection, choices: Choices) -> pd.DataFrame:
    """The next events of the type chosen: day, time, and whether the day is a rule's."""
    return connection.execute(UPCOMING, {"event_type": choices.event_type}).df()


def read_intraday(connection: duckdb.DuckDBPyConnection, choices: Choices) -> pd.DataFrame:
    """The hours around the events, one row per measure and point; empty where they have no time."""
    return connection.execute(
        INTRADAY,
        {
            "event_type": choices.event_type,
            "event_subset": choices.event_subset,
            "sample": choices.sample,
        },
    ).df()


def read_outcome(connection: duckdb.DuckDBPyConnection, choices: Choices) -> Outcome:
    """The outcome chosen: unit, days, and why it is missing or partial."""
    rows = connection.execute(OUTCOME, {"outcome": choices.outcome, "sample": choices.sample}).fetchall()
    return Outcome(*rows[0]) if rows else Outcome(choices.outcome, "", 0, "series_not_loaded")


def read_printed(connection: duckdb.DuckDBPyConnection, choices: Choices) -> tuple[float, float] | None:
    """The mean and t that the paper prints for the event set and outcome chosen, if it does."""
    rows = connection.execute(
        PRINTED,
        {"outcome": choices.outcome, "term": f"{choices.event_type}/{choices.event_subset}"},
    ).fetchall()
    return rows[0] if rows else None


def read_paths(connection: duckdb.DuckDBPyConnection, choices: Choices) -> pd.DataFrame:
    """The path of the outcome around the set chosen, all its events in the sample: rpt_event_paths."""
    return connection.execute(PATHS, study(choices)).df()


def read_robust(connection: duckdb.DuckDBPyConnection, choices: Choices) -> tuple[float, ...] | None:
    """p of the plain t, of Newey-West on t(N - 1), randomised and after Holm, of all events in the sample."""
    rows = connection.execute(ROBUST, study(choices)).fetchall()
    return rows[0] if rows else None


def read_calendar(connection: duckdb.DuckDBPyConnection, choices: Choices) -> pd.DataFrame:
    """Events of every type, past and ahead: day, time, type, subtype, the day's correlation and label."""
    return connection.execute(CALENDAR, span(choices)).df()
