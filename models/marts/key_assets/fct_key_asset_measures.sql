-- What table T2 averages by type of day: one number per sample, day, asset and measure.
with

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust'

),

daily as (

    select * from {{ ref('fct_key_asset_changes_daily') }}

),

dealers as (

    select * from {{ ref('fct_dealer_position_changes') }}

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
