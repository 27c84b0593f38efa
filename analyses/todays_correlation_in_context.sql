-- Where does the latest stock-bond correlation stand? The day's value with its 95 % interval, the share of the days
-- before it that were lower, the regime known that evening, and the 20-day mean.
-- Read it: an interval that spans both thresholds says the day's label is a guess.
with

daily as (

    select
        trade_date,
        realized_correlation,
        correlation_ci_low,
        correlation_ci_high,
        avg(realized_correlation) over (order by trade_date rows between 19 preceding and current row) as mean_20d
    from {{ ref('fct_realized_correlation_daily') }}
    where pair_id = 'ust' and realized_correlation is not null

),

latest as (

    select * from daily
    order by trade_date desc
    limit 20

),

-- The first day of all has none before it, and no share.
placed as (

    select
        latest.trade_date,
        count(before_it.trade_date) as n_days_before,
        avg(cast(before_it.realized_correlation < latest.realized_correlation as integer)) as share_lower
    from latest
    left join daily as before_it on latest.trade_date > before_it.trade_date
    group by latest.trade_date

)

select
    latest.trade_date,
    round(latest.realized_correlation, 3) as correlation,
    round(latest.correlation_ci_low, 3) as ci_low,
    round(latest.correlation_ci_high, 3) as ci_high,
    case when placed.n_days_before > 0 then round(100 * placed.share_lower, 1) end as percent_lower,
    placed.n_days_before,
    round(latest.mean_20d, 3) as mean_20d,
    regimes.regime_point_in_time
from latest
inner join placed on latest.trade_date = placed.trade_date
inner join {{ ref('fct_regimes_daily') }} as regimes
    on
        latest.trade_date = regimes.trade_date
        and regimes.pair_id = 'ust'
        and regimes.sample = 'full'
order by latest.trade_date desc
