-- What table T2 averages by type of day: one number per day, asset and measure. Series are carried over their own
-- holidays, as in the event study.
with

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust'

),

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

dealers as (

    select * from {{ ref('fct_dealer_position_changes') }}

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

daily as (

    select * from from_series
    union all by name
    select
        *,
        false as is_proxy
    from market
    union all by name
    select
        trade_date,
        asset,
        'etf_flow' as measure,
        flow_musd as value,
        ticker as source_id,
        false as is_proxy
    from flows

),

final as (

    select
        regimes.sample,
        daily.trade_date,
        daily.asset,
        daily.measure,
        regimes.regime,
        case
            -- In standard deviations of the sample, summed in the order of the days: the same to the last digit.
            when daily.measure = 'd_volume'
                then daily.value / nullif(stddev_samp(daily.value) over sample_in_order, 0)
            else daily.value
        end as value,
        daily.source_id,
        daily.is_proxy
    from daily
    inner join regimes on daily.trade_date = regimes.trade_date
    where daily.value is not null
    window
        sample_in_order as (
            partition by regimes.sample, daily.asset, daily.measure order by daily.trade_date
            rows between unbounded preceding and unbounded following
        )
    union all
    select
        sample,
        as_of_date as trade_date,
        'ust' as asset,
        case frequency when 'monthly' then 'd_net_position' else 'd_net_position_weekly' end as measure,
        regime,
        change_std as value,
        segment as source_id,
        false as is_proxy
    from dealers
    where change_std is not null

)

select * from final
