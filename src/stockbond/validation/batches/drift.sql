-- One row per daily table that both this release and the one before hold, both of real data or both simulated.
with kind as (
    select
        (select is_simulated from build.runs order by started_at_utc desc limit 1) = previous.is_simulated as is_same
    from previous.reports.rpt_release as previous
),

correlations as (
    select
        'correlations' as label,
        count(earlier.trade_date) as n_days,
        count(latest.trade_date) / nullif(count(earlier.trade_date), 0) as share_still_there,
        avg(cast(latest.realized_correlation is distinct from earlier.realized_correlation as double))
            filter (where latest.trade_date is not null) as share_changed
    from previous.marts.fct_realized_correlation_daily as earlier
    left join marts.fct_realized_correlation_daily as latest using (trade_date, pair_id)
),

series as (
    select
        'series' as label,
        count(earlier.trade_date) as n_days,
        count(latest.trade_date) / nullif(count(earlier.trade_date), 0) as share_still_there,
        avg(cast(latest.value is distinct from earlier.value as double))
            filter (where latest.trade_date is not null) as share_changed
    from previous.marts.fct_macro_daily as earlier
    left join marts.fct_macro_daily as latest using (trade_date, series_id)
)

select rows.*
from (select * from correlations union all select * from series) as rows
semi join kind on kind.is_same
order by rows.label
