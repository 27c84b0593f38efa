"""What the report reads from the published file: a query for each part, whose rounding is all it computes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.published import open_published

if TYPE_CHECKING:
    import pandas as pd

LATEST_DAYS = 20  # of rolls and of stand-in days: the tables that have them all are named beside them

LAST_DAYS = 10
FIRST_INTERVALS = 6  # a running correlation of fewer intervals says nothing

QUERIES = {
    "release": "select columns(name -> name <> 'manifest') from reports.rpt_release",
    "files": """
        select file, n_rows, first_date, last_date, size_bytes, left(sha256, 16) || '…' as sha256
        from reports.rpt_release_files order by file""",
    "days": """
        select trade_date, round(realized_correlation, 3) as realized_correlation,
            round(correlation_ci_low, 3) as correlation_ci_low,
            round(correlation_ci_high, 3) as correlation_ci_high,
            round(correlation_mean_20d, 3) as correlation_mean_20d, regime, episode_label
        from reports.rpt_f1_daily_correlation order by trade_date""",
    "havens": """
        select trade_date, round(correlation_ust, 3) as correlation_ust,
            round(correlation_usd, 3) as correlation_usd, safe_havens
        from reports.rpt_f2_ust_against_usd_safety where sample = 'full' order by trade_date""",
    "states": """
        select trade_date, round(realized_correlation, 3) as realized_correlation,
            round(smoothed_safe_haven, 3) as smoothed_safe_haven,
            round(smoothed_neutral, 3) as smoothed_neutral, round(smoothed_ust_risk, 3) as smoothed_ust_risk,
            filtered_safe_haven, filtered_neutral, filtered_ust_risk
        from reports.rpt_f3_state_probabilities where sample = 'full' order by trade_date""",
    "episodes": """
        select episode_id, episode_label, trade_date, is_in_episode,
            round(realized_correlation, 3) as realized_correlation,
            round(correlation_mean_20d, 3) as correlation_mean_20d, vix, move, round(noise_bp, 2) as noise_bp
        from reports.rpt_f4_episodes order by trade_date""",
    "assets": """
        select asset, asset_name, asset_class, day_type, n_days, round(mean_return_bp, 2) as mean_return_bp,
            round(std_error, 3) as std_error, round(t_stat, 2) as t_stat, stars
        from reports.rpt_f5_performance_by_day_type
        where sample = 'full' and day_type != 'all' order by all""",
    "event_paths": """
        select event_type, outcome, outcome_label, unit, session_offset, n_events,
            round(mean_change, 4) as mean_change, round(ci_low, 4) as ci_low, round(ci_high, 4) as ci_high
        from reports.rpt_event_paths
        where sample = 'full' and event_subset = 'all' and ci_low is not null
        order by outcome <> 'rho_ust', outcome <> 'vix', outcome, event_type, session_offset""",
    "latest": """
        select d.*, r.regime_point_in_time, r.regime_null_reason, r.regime_point_in_time_null_reason,
            r.label_probability, r.is_label_uncertain, r.label_probability_point_in_time,
            r.is_label_uncertain_point_in_time,
            r.safety_probability, r.other_probability, r.risky_probability,
            percent_rank.percentile, percent_rank.n_days
        from (
            from reports.rpt_f1_daily_correlation
            where realized_correlation is not null order by trade_date desc limit 1
        ) as d
        left join marts.fct_regimes_daily as r
            on r.trade_date = d.trade_date and r.pair_id = 'ust' and r.sample = 'full'
        cross join lateral (
            select
                count(*) as n_days,
                avg((realized_correlation <= d.realized_correlation)::int) as percentile
            from reports.rpt_f1_daily_correlation where realized_correlation is not null
        ) as percent_rank""",
    "thresholds": """
        select regime, count(*) as n_days, safety_threshold, risky_threshold
        from marts.fct_regimes_daily
        where pair_id = 'ust' and sample = 'full' and regime is not null group by all order by regime""",
    "last_days": f"""
        select trade_date as day, realized_correlation as correlation,
            correlation_ci_low as ci_low, correlation_ci_high as ci_high,
            correlation_mean_20d as mean_20d, regime as in_hindsight, label_probability as probability,
            regime_point_in_time as as_known_that_evening, prob_safe_haven, prob_ust_risk
        from reports.rpt_daily where realized_correlation is not null
        order by trade_date desc limit {LAST_DAYS}""",
    "today": f"""
        select trade_date, interval_end_at_utc, round(running_correlation, 3) as running_correlation,
            case when n_intervals * r.interval_minutes >= 120 then round(rolling_correlation_2h, 3) end
                as rolling_correlation_2h
        from marts.fct_intraday_correlation, reports.rpt_release as r
        where pair_id = 'ust' and n_intervals >= {FIRST_INTERVALS} and trade_date = (
            select max(trade_date) from reports.rpt_f1_daily_correlation where realized_correlation is not null)
        order by interval_end_at_utc""",
    "today_events": """
        select event_type, event_time_et, event_date from marts.dim_events
        where event_date = (
            select max(trade_date) from reports.rpt_f1_daily_correlation where realized_correlation is not null)
        order by event_time_et nulls last, event_type""",
    "as_known": """
        select asset, day_type, sessions_ahead, n_days, round(mean_return_bp, 2) as mean_return_bp,
            round(t_stat, 2) as t_stat
        from reports.rpt_returns_by_evening_label order by all""",
    "cells": """
        select c.table_id, c.panel, c.row_number, c.row_label, c.column_number, c.column_label, c.unit,
            c.value, c.t_stat, c.stars, c.null_reason, c.partial_reason, c.is_printed, c.sample,
            c.specification, c.term,
            s.paper_value, s.paper_t_stat, s.paper_stars, s.status, s.status_reason
        from reports.rpt_table_cells as c
        left join reports.rpt_replication_scorecard as s
            on s.table_id = c.table_id and s.panel = c.panel and s.specification = c.specification
            and s.term = c.term
        where c.sample = 'paper'
        order by c.table_id, c.panel, c.row_number, c.column_number""",
    "table_availability": """
        select table_id, sample, title, report, n_cells, n_cells_estimated, status, reason
        from reports.rpt_table_availability order by substr(table_id, 2)::int, sample""",
    "figure_availability": "from reports.rpt_figure_availability order by report_id, sample",
    "outcome_availability": "from reports.rpt_event_study_availability order by outcome, sample",
    "scorecard": """
        select * from reports.rpt_replication_scorecard
        order by substr(table_id, 2)::int, panel, row_number, column_number""",
    "upcoming": """
        select original_date as day, event_time_et as new_york_time, event_type, event_subtype,
            is_date_estimated
        from marts.dim_events, reports.rpt_release as r
        where is_upcoming and original_date <= coalesce(r.as_of, r.built_at_utc) + interval 60 day
        order by original_date, event_type""",
    "own_sets": """
        select event_type, event_subset, outcome, n_events, round(mean_change, 3) as mean_change,
            round(std_error, 3) as std_error, round(t_stat, 2) as t_stat, stars
        from reports.rpt_event_study
        where sample = 'full'
            and event_type || '/' || event_subset not in (select term from reports.rpt_event_study_cells)
        order by all""",
    "quarantine": "from reports.rpt_quarantine_summary order by n_rows desc, file, reason",
    "series": """
        select series_id, series_name, unit, publisher, n_observations, first_observation_date,
            last_observation_date, files, retrieved_at_utc
        from marts.dim_macro_series where is_loaded order by series_id""",
    "instruments": """
        select instrument, count(log_return) as n_days, min(trade_date) as first_date,
            max(trade_date) as last_date, count(distinct contract) as n_contracts
        from marts.fct_daily_returns where log_return is not null or contract is not null
        group by instrument order by instrument""",
    "rolls": f"""
        select trade_date, instrument, vendor, from_contract, to_contract,
            cast(round(100 * volume_share) as integer) as percent_of_volume
        from marts.dim_contract_rolls order by trade_date desc, instrument limit {LATEST_DAYS}""",
    "stand_ins": f"""
        select trade_date, instrument, vendor, contract,
            cast(round(100 * volume_share) as integer) as percent_of_volume
        from marts.fct_contract_days where chosen_because = 'stand_in'
        order by trade_date desc, instrument limit {LATEST_DAYS}""",
    "validation": """
        select suite, expectation, severity,
            case success when true then 'holds' when false then 'fails' else 'not applicable' end as outcome,
            observed, expected, what_to_do as what_to_do_where_it_fails
        from reports.rpt_validation_results order by success nulls last, suite, expectation""",
}


@dataclass(frozen=True)
class ReportData:
    """The published file as the report needs it: `frames` by name of query."""

    frames: dict[str, pd.DataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The rows of one query."""
        return self.frames[name]

    def first(self, name: str) -> dict[str, Any] | None:
        """The only row of a query, None for every NULL; None where there is no row."""
        rows = records(self.frames[name])
        return rows[0] if rows else None

    @property
    def is_simulated(self) -> bool:
        """Does the release come from a simulated market?"""
        return bool(self.frames["release"]["is_simulated"].iloc[0])


def read(published: Path, names: Iterable[str] = QUERIES) -> ReportData:
    """Run the queries on the published file at `published`, read-only and without access to anything else.

    Raises StockbondError if there is no such file.
    """
    with open_published(published) as connection:
        return ReportData({name: connection.execute(QUERIES[name]).df() for name in names})


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts, with None for every kind of missing value and dates for midnights."""
    import pandas as pd

    return [
        {str(name): plain(value) if pd.notna(value) else None for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def plain(value: Any) -> Any:
    """A cell as Python knows it: a timestamp at midnight is a date."""
    import pandas as pd

    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.to_pydatetime()
    return value
