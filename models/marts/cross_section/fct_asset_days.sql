{{ config(materialized='view', contract={'enforced': false}) }}
-- Daily returns of the key assets and of the cross-section beside those of stocks and bonds, for each sample.
with

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust'

),

measures as (

    select * from {{ ref('fct_day_measures') }}

),

returns as (

    select
        sample,
        trade_date,
        asset,
        value as return_bp
    from {{ ref('fct_key_asset_measures') }}
    where measure = 'mean_return'
    union all
    select
        regimes.sample,
        regimes.trade_date,
        asset_returns.symbol as asset,
        asset_returns.log_return_bp as return_bp
    from {{ ref('fct_asset_returns_daily') }} as asset_returns
    inner join regimes using (trade_date)

),

final as (

    select
        returns.sample,
        returns.trade_date,
        returns.asset,
        regimes.regime,
        returns.return_bp,
        measures.r_spx_bp,
        measures.r_ust_bp
    from returns
    inner join regimes using (sample, trade_date)
    inner join measures using (trade_date)

)

select * from final
