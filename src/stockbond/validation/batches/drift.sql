-- One row per daily table that both this release and the one before hold, both of real data or both simulated.
with kind as (
    select
        (select is_simulated from build.runs order by started_at_utc desc limit 1) = previous.is_simulated as is_same
    from previous.reports.rpt_release as previous
),

earlier as (
    select
        'correlations' as label,
        trade_date,
        pair_id as name,
        realized_correlation as value
    from previous.marts.fct_realized_correlation_daily
    union all
    select
        'series',
        trade_date,
        series_id,
        value
    from previous.marts.fct_macro_daily
),

latest as (
    select
        'correlations' as label,
        trade_date,
        pair_id as name,
        realized_correlation as value
    from marts.fct_realized_correlation_daily
    union all
    select
        'series',
        trade_date,
        series_id,
        value
    from marts.fct_macro_daily
)

select
    earlier.label,
    count(*) as n_days,
    count(latest.trade_date) / count(*) as share_still_there,
    avg(cast(latest.value is distinct from earlier.value as double))
        filter (where latest.trade_date is not null) as share_changed
from earlier
semi join kind on kind.is_same
left join latest using (label, trade_date, name)
group by earlier.label
order by earlier.label
