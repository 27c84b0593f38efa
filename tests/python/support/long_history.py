"""A published file with a long history in the tables of the report's figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

# A history of 5,850 sessions, more than the paper's 4,656, in the tables of the figures.
LONG = """
    create temp table days as
    with numbered as (
        select trade_date, row_number() over (order by trade_date) as i from marts.dim_trading_days
    )
    select trade_date, i, round(0.4 * sin(i / 90) - 0.4 + hash(trade_date) % 100 / 500, 6) as rho
    from numbered;
    create temp table told as
    select *, case when rho < -0.54 then 'safety' when rho > -0.1 then 'risky' else 'other' end as regime
    from days;
    delete from reports.rpt_f1_daily_correlation;
    insert into reports.rpt_f1_daily_correlation by name
    select trade_date, rho as realized_correlation, rho - 0.15 as correlation_ci_low,
        rho + 0.15 as correlation_ci_high, rho as correlation_mean_20d, regime,
        case when year(trade_date) = 2021 then 'inflation_surge_2021' end as episode_id,
        case when year(trade_date) = 2021 then 'Inflation surge' end as episode_label,
        true as is_in_paper_sample
    from told;
    delete from reports.rpt_f2_ust_against_usd_safety;
    insert into reports.rpt_f2_ust_against_usd_safety by name
    select trade_date, 'full' as sample, rho as correlation_ust, -rho - 0.4 as correlation_usd,
        regime as regime_ust, 'other' as regime_usd,
        case regime when 'safety' then 'ust_only' else 'neither' end as safe_havens
    from told;
    delete from reports.rpt_f3_state_probabilities;
    insert into reports.rpt_f3_state_probabilities by name
    select trade_date, 'full' as sample, rho as realized_correlation, p.p as filtered_safe_haven,
        1 - p.p as filtered_neutral, 0 as filtered_ust_risk, p.p as smoothed_safe_haven,
        1 - p.p as smoothed_neutral, 0 as smoothed_ust_risk, 'neutral' as filtered_state,
        'neutral' as smoothed_state
    from told, lateral (select 0.5 + sin(i / 70) / 2 as p) as p;
    delete from reports.rpt_f4_episodes;
    insert into reports.rpt_f4_episodes by name
    select 'inflation_surge_2021' as episode_id, 'Inflation surge' as episode_label, trade_date,
        row_number() over (order by trade_date) as session_of_episode,
        year(trade_date) = 2021 as is_in_episode, rho as realized_correlation, rho as correlation_mean_20d,
        20 + rho as vix, 80 + rho as move, 2 as noise_bp
    from told where trade_date between '2020-10-01' and '2022-03-31';
"""


def with_long_history(published: Path, folder: Path) -> Path:
    """A copy of a published file in `folder`, its history long."""
    copied = folder / "stockbond.duckdb"
    shutil.copy(published, copied)
    with duckdb.connect(copied) as connection:
        connection.execute(LONG)
    return copied
