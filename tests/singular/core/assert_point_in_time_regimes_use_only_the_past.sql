-- No look-ahead: every 97th day sorted again, by hand, against the days before it and no others.
with

correlations as (

    select
        trade_date,
        pair_id,
        realized_correlation,
        row_number() over (partition by pair_id order by trade_date) as day_number
    from {{ ref('fct_realized_correlation_daily') }}
    where realized_correlation is not null

),

checked as (

    select
        today.trade_date,
        today.pair_id,
        case
            when count(*) < {{ var('min_days_point_in_time') }} then null
            when today.realized_correlation <= quantile_cont(past.realized_correlation, {{ var('regime_tail') }})
                then 'safety'
            when today.realized_correlation >= quantile_cont(past.realized_correlation, 1 - {{ var('regime_tail') }})
                then 'risky'
            else 'other'
        end as regime
    from correlations as today
    inner join correlations as past
        on today.pair_id = past.pair_id and today.trade_date > past.trade_date
    where today.day_number % 97 = 0
    group by today.trade_date, today.pair_id, today.realized_correlation

)

select
    trade_date,
    pair_id,
    regimes.sample,
    checked.regime as expected,
    regimes.regime_point_in_time as found
from checked
inner join {{ ref('fct_regimes_daily') }} as regimes using (trade_date, pair_id)
where regimes.regime_point_in_time is distinct from checked.regime
