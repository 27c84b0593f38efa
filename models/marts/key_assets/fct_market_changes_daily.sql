-- Returns, changes of realized volatility and of session volume of the two legs, long by asset and measure.
with

returns as (

    select * from {{ ref('fct_daily_returns') }}

),

volatilities as (

    select * from {{ ref('fct_realized_volatility_daily') }}
    where realized_volatility_pct is not null

),

instruments as (

    select * from {{ ref('instruments') }}
    where leg in ('SPX', 'UST')

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

-- A day of its own, against the latest of the sessions before that has a value: half days have none. A volatility from
-- bars is never set against one from daily ranges.
volatility_changes as (

    select
        volatilities.trade_date,
        volatilities.instrument,
        volatilities.is_proxy,
        {{ change_since_previous(
            'volatilities.realized_volatility_pct', 'own_days', 'trading_days.session_number'
        ) }} as value
    from volatilities
    inner join trading_days on volatilities.trade_date = trading_days.trade_date
    window own_days as (
        partition by volatilities.instrument, volatilities.is_proxy order by volatilities.trade_date
    )

),

measures as (

    select
        trade_date,
        instrument,
        'mean_return' as measure,
        1e4 * log_return as value,
        is_proxy
    from returns
    union all
    select
        trade_date,
        instrument,
        'd_volume' as measure,
        session_volume - lag(session_volume) over (partition by instrument order by trade_date) as value,
        false as is_proxy
    from returns
    union all
    select
        trade_date,
        instrument,
        'd_volatility' as measure,
        value,
        is_proxy
    from volatility_changes

),

final as (

    select
        measures.trade_date,
        lower(instruments.leg) as asset,
        measures.measure,
        measures.value,
        case when measures.is_proxy then 'prices/' else '' end || measures.instrument as source_id,
        measures.is_proxy
    from measures
    inner join instruments on measures.instrument = instruments.instrument
    where measures.value is not null

)

select * from final
