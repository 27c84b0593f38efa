-- One row per pair and sample.
with days as (
    select
        *,
        lag(regime) over (partition by pair_id, sample order by trade_date) as previous_regime
    from marts.fct_regimes_daily
    where regime is not null
)

select
    pair_id || ' ' || sample as label,
    count(*) as n_days,
    avg(cast(regime = previous_regime as double)) as share_as_the_day_before,
    avg(cast(regime = regime_point_in_time as double)) as share_as_known_that_evening
from days
group by pair_id, sample
order by label
