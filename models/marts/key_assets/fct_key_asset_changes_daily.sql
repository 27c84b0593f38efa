-- What the key assets did on a day, whatever the sample: returns and changes from bars, series and funds in one long
-- table. Series are carried over their own holidays, as in the event study.
with

market as (

    select * from {{ ref('fct_market_changes_daily') }}

),

series as (

    select * from {{ ref('fct_macro_daily') }}

),

asset_series as (

    select * from {{ ref('asset_series') }}

),

flows as (

    select * from {{ ref('fct_etf_flows_daily') }}

),

-- Of several series that can stand for one asset's measure on a day, the one that the seed puts first.
from_series as (

    select
        series.trade_date,
        asset_series.asset,
        asset_series.measure,
        case asset_series.transform
            when 'log_return_bp' then 1e4 * ln(series.value / nullif(series.value - series.change, 0))
            else series.change
        end as value,
        series.series_id as source_id,
        asset_series.is_proxy
    from series
    inner join asset_series on series.series_id = asset_series.series_id
    where series.change is not null
    qualify
        row_number() over (
            partition by series.trade_date, asset_series.asset, asset_series.measure order by asset_series.priority
        ) = 1

),

final as (

    select * from from_series
    union all by name
    select * from market
    union all by name
    select
        trade_date,
        asset,
        'etf_flow' as measure,
        flow_musd as value,
        ticker as source_id,
        false as is_proxy
    from flows

)

select * from final
