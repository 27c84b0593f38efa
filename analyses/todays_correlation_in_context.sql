-- Where does the latest stock-bond correlation stand? The day's value with its 95 % interval, its percentile among
-- all days before it, the regime known that evening, and the 20-day mean.
-- Read it: an interval that spans both thresholds says the day's label is a guess.
with

daily as (

    select
        trade_date,
        realized_correlation,
        correlation_ci_low,
        correlation_ci_high,
        percent_rank() over (order by realized_correlation) as percentile_full_sample,
        avg(realized_correlation) over (order by trade_date rows between 19 preceding and current row) as mean_20d
    from {{ ref('fct_realized_correlation_daily') }}
    where pair_id = 'ust' and realized_correlation is not null

)

select
    daily.trade_date,
    round(daily.realized_correlation, 3) as correlation,
    round(daily.correlation_ci_low, 3) as ci_low,
    round(daily.correlation_ci_high, 3) as ci_high,
    round(100 * daily.percentile_full_sample, 1) as percentile,
    round(daily.mean_20d, 3) as mean_20d,
    regimes.regime_point_in_time
from daily
inner join {{ ref('fct_regimes_daily') }} as regimes
    on
        daily.trade_date = regimes.trade_date
        and regimes.pair_id = 'ust'
        and regimes.sample = 'full'
order by daily.trade_date desc
limit 20
