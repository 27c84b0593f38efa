-- The window form and the list form are two ways to the same number.
with

last_of_day as (

    select
        trade_date,
        pair_id,
        arg_max(running_correlation, interval_end_at_utc) as running_correlation
    from {{ ref('fct_intraday_correlation') }}
    group by all

)

select
    trade_date,
    pair_id,
    daily.realized_correlation,
    last_of_day.running_correlation
from {{ ref('fct_realized_correlation_daily') }} as daily
left join last_of_day using (trade_date, pair_id)
where
    daily.realized_correlation is not null
    and not daily.is_given
    and coalesce(abs(daily.realized_correlation - last_of_day.running_correlation) > 1e-12, true)
