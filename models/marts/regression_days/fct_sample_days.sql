-- What T4 to T7 regress and match: one row a day and sample, regimes and quantiles being the sample's own.
with

measures as (

    select * from {{ ref('fct_day_measures') }}

),

regimes as (

    select
        trade_date,
        sample,
        max(regime) filter (where pair_id = 'ust') as ust_regime,
        max(regime) filter (where pair_id = 'usd') as usd_regime
    from {{ ref('fct_regimes_daily') }}
    group by trade_date, sample

),

final as (

    select
        regimes.trade_date,
        regimes.sample,
        regimes.ust_regime,
        regimes.usd_regime,
        cast(regimes.ust_regime = 'safety' as integer) as ust_safety,
        cast(regimes.ust_regime = 'risky' as integer) as ust_risky,
        cast(regimes.usd_regime = 'safety' as integer) as usd_safety,
        cast(regimes.usd_regime = 'risky' as integer) as usd_risky,
        {{ tail_flag('measures.r_spx_bp', 'of_sample', lower=true) }} as spx_worst_20,
        {{ tail_flag('measures.r_spx_bp', 'of_sample', lower=false) }} as spx_best_20,
        {{ tail_flag('measures.vix', 'of_sample', lower=false) }} as vix_top_20,
        {{ tail_flag('measures.vix', 'of_sample', lower=true) }} as vix_bottom_20,
        measures.* exclude (trade_date)
    from regimes
    inner join measures on regimes.trade_date = measures.trade_date
    window of_sample as (partition by regimes.sample)

)

select * from final
