"""Days labelled under any thresholds, and what follows from the labels alone.

`label_days` makes a temporary table that the other queries read. At thresholds of 20 and 80 % its labels are
those of marts.fct_regimes_daily: the same rows, the same percentiles, ties in the tails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stockbond.explorer.choices import Choices
from stockbond.explorer.queries.parameters import span
from stockbond.paths import project_root

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
    connection.execute(SHOWN_DAYS, span(choices))


def read_labelled(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The days of the whole sample, in order, as `read_days` gives those shown."""
    return connection.execute("from labelled_days order by trade_date").df()


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
