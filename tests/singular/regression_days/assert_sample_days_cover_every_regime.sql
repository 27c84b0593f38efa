-- Every day with a regime is in the regressions' table, once a sample, with the same regime.
select
    regimes.trade_date,
    regimes.sample,
    regimes.regime,
    days.ust_regime
from {{ ref('fct_regimes_daily') }} as regimes
left join {{ ref('fct_sample_days') }} as days
    on regimes.trade_date = days.trade_date and regimes.sample = days.sample
where regimes.pair_id = 'ust' and regimes.regime is distinct from days.ust_regime
