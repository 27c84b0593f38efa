"""The explorer's SQL: days labelled under any thresholds, and what follows from the labels.

`label_days` makes a temporary table that the other queries read. At thresholds of 20 and 80 % its labels are
those of marts.fct_regimes_daily: the same rows, the same percentiles, ties in the tails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stockbond.explorer.choices import Catalogue, Choices, Outcome
from stockbond.explorer.words import (
    EVENT_SUBSETS,
    OUTCOMES,
    SAMPLES,
    in_order,
    pair_names,
)
from stockbond.paths import project_root
from stockbond.words import EVENT_TYPES

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

BIN_WIDTH = 0.05
LABELLED_DAYS = """
create or replace temp table labelled_days as
with

-- The paper's sample has its own percentiles; what was known that evening counts all days
-- loaded before it, whatever the sample.
sampled as (
    select
        trade_date,
        label_probability,
        label_probability_point_in_time,
        count(realized_correlation) over () as n_correlations,
        quantile_cont(realized_correlation, $safety) over () as safety_threshold,
        quantile_cont(realized_correlation, $risky) over () as risky_threshold
    from marts.fct_regimes_daily
    where pair_id = $pair and sample = $sample
),

known as (
    select
        trade_date,
        count(realized_correlation) over until_yesterday as n_correlations,
        quantile_cont(realized_correlation, $safety) over until_yesterday as safety_threshold,
        quantile_cont(realized_correlation, $risky) over until_yesterday as risky_threshold
    from marts.fct_realized_correlation_daily
    where pair_id = $pair
    window until_yesterday as (order by trade_date rows between unbounded preceding and 1 preceding)
),

smoothed as (
    select
        trade_date,
        case when count(*) over last_days = 20 then avg(realized_correlation) over last_days end as mean_20d
    from marts.fct_realized_correlation_daily
    where pair_id = $pair and realized_correlation is not null
    window last_days as (order by trade_date rows between 19 preceding and current row)
),

days as (
    select
        sampled.trade_date,
        correlations.realized_correlation,
        correlations.correlation_ci_low,
        correlations.correlation_ci_high,
        correlations.n_intervals,
        correlations.null_reason,
        smoothed.mean_20d as correlation_mean_20d,
        -- It is that of the project's thresholds, and of no others.
        case
            when $has_thresholds_of_project
                then if($hindsight, sampled.label_probability, sampled.label_probability_point_in_time)
        end as label_probability,
        if($hindsight, sampled.n_correlations, known.n_correlations) as n_correlations,
        if($hindsight, $min_days, $min_days_known) as n_needed,
        if($hindsight, sampled.safety_threshold, known.safety_threshold) as safety_threshold,
        if($hindsight, sampled.risky_threshold, known.risky_threshold) as risky_threshold
    from sampled
    inner join known using (trade_date)
    inner join marts.fct_realized_correlation_daily as correlations
        on sampled.trade_date = correlations.trade_date and correlations.pair_id = $pair
    left join smoothed on sampled.trade_date = smoothed.trade_date
)

select
    trade_date,
    realized_correlation,
    correlation_ci_low,
    correlation_ci_high,
    correlation_mean_20d,
    n_intervals,
    case
        when n_correlations < n_needed or realized_correlation is null then 'none'
        when realized_correlation <= safety_threshold then 'safety'
        when realized_correlation >= risky_threshold then 'risky'
        else 'other'
    end as regime,
    label_probability,
    case when n_correlations >= n_needed then safety_threshold end as safety_threshold,
    case when n_correlations >= n_needed then risky_threshold end as risky_threshold,
    n_needed,
    case
        when realized_correlation is null then null_reason
        when n_correlations < n_needed then 'too_few_days'
    end as null_reason
from days
"""
SHOWN_DAYS = """
create or replace temp table shown_days as
from labelled_days
where $first is null or trade_date between $first and $last
"""
BY_REGIME = """
select
    regime, count(*) as n_days, count(*) / sum(count(*)) over () as share,
    avg(realized_correlation) as mean_correlation, mode(null_reason) as main_reason
from shown_days group by regime
"""
BY_YEAR = """
select cast(year(trade_date) as integer) as year, regime, count(*) as n_days
from shown_days group by all order by all
"""
HISTOGRAM = """
select least(floor(realized_correlation / $width), round(1 / $width) - 1) * $width as bin_start,
    regime, count(*) as n_days
from shown_days where realized_correlation is not null group by all order by all
"""
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
PAIRS = """
select pair_id from marts.fct_realized_correlation_daily
where realized_correlation is not null group by pair_id
"""
EVENT_SETS = "select event_type, event_subset from marts.fct_event_set_members group by all"
STUDIED = "select distinct outcome from reports.rpt_event_study_availability"
WITH_CORRELATIONS = """
select sample from marts.fct_regimes_daily where realized_correlation is not null group by sample
"""
SPAN = "select min(trade_date), max(trade_date) from marts.fct_regimes_daily"
OUTCOME = """
select outcome, unit, n_days, status_reason from reports.rpt_event_study_availability
where outcome = $outcome and sample = $sample
"""
PRINTED = """
select paper_value, paper_t_stat from reports.rpt_replication_scorecard
where table_id in ('T8', 'T9') and specification = $outcome and term = $term
"""


@dataclass(frozen=True)
class ProjectSettings:
    """The build's own settings that the explorer shares, from dbt_project.yml."""

    min_days: int
    min_days_point_in_time: int

    @classmethod
    def read(cls) -> ProjectSettings:
        """Read them."""
        import yaml

        text = (project_root() / "dbt_project.yml").read_text(encoding="utf-8")
        variables = yaml.safe_load(text)["vars"]
        return cls(variables["min_days_regime"], variables["min_days_point_in_time"])


def read_catalogue(connection: duckdb.DuckDBPyConnection) -> Catalogue | None:
    """What there is to choose from; None where no day of any pair has a correlation."""

    def values(query: str) -> list[str]:
        return [value for (value,) in connection.execute(query).fetchall()]

    pairs = values(PAIRS)
    if not pairs:
        return None
    event_sets = connection.execute(EVENT_SETS).fetchall()
    first, last = connection.execute(SPAN).fetchall()[0]
    return Catalogue(
        pairs=tuple(in_order(pair_names(), pairs)),
        samples=tuple(in_order(SAMPLES, values(WITH_CORRELATIONS))),
        event_sets=tuple(
            (event_type, subset)
            for event_type in in_order(EVENT_TYPES, {event_type for event_type, _ in event_sets})
            for subset in in_order(EVENT_SUBSETS, [of for of_type, of in event_sets if of_type == event_type])
        ),
        outcomes=tuple(in_order(OUTCOMES, values(STUDIED))),
        first_date=first,
        last_date=last,
    )


def label_days(connection: duckdb.DuckDBPyConnection, choices: Choices, settings: ProjectSettings) -> None:
    """Make the temporary tables `labelled_days` (the whole sample) and `shown_days` (the dates chosen)."""
    connection.execute(
        LABELLED_DAYS,
        {
            "pair": choices.pair,
            "sample": choices.sample,
            "safety": choices.safety_percentile / 100,
            "risky": choices.risky_percentile / 100,
            "hindsight": choices.basis == "hindsight",
            "has_thresholds_of_project": (choices.safety_percentile, choices.risky_percentile)
            == (Choices().safety_percentile, Choices().risky_percentile),
            "min_days": settings.min_days,
            "min_days_known": settings.min_days_point_in_time,
        },
    )
    connection.execute(SHOWN_DAYS, _span(choices))


def read_days(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The days shown, in order: one row per trading day, columns of `labelled_days`."""
    return connection.execute("from shown_days order by trade_date").df()


def read_by_regime(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Days, share of all days shown and mean correlation of each label that occurs."""
    return connection.execute(BY_REGIME).df()


def read_by_year(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Days of each year and label."""
    return connection.execute(BY_YEAR).df()


def read_histogram(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Days in each bin of the correlation and label: bins [start, start + width), the last one closed."""
    return connection.execute(HISTOGRAM, {"width": BIN_WIDTH}).df()


def read_events(connection: duckdb.DuckDBPyConnection, choices: Choices) -> pd.DataFrame:
    """The events of the set chosen, each with its change and the label of the session before."""
    return connection.execute(
        EVENTS,
        {**_study(choices), **_span(choices)},
    ).df()


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
    return connection.execute(PATHS, _study(choices)).df()


def read_robust(connection: duckdb.DuckDBPyConnection, choices: Choices) -> tuple[float, ...] | None:
    """p of the plain t, of Newey-West on t(N - 1), randomised and after Holm, of all events in the sample."""
    rows = connection.execute(ROBUST, _study(choices)).fetchall()
    return rows[0] if rows else None


def _study(choices: Choices) -> dict[str, str]:
    return {
        "event_type": choices.event_type,
        "event_subset": choices.event_subset,
        "outcome": choices.outcome,
        "sample": choices.sample,
    }


def _span(choices: Choices) -> dict[str, Any]:
    first, last = choices.dates or (None, None)
    return {"first": first, "last": last}
