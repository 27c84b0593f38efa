-- One row per asset of the cross-section and session between its first and last price: its return over the riskless
-- one, beside those of stocks and bonds.
with

prices as (

    select * from {{ ref('int_price_readings') }}
    where value is not null and is_superseded is not true and defect is null and is_in_the_future is not true

),

assets as (

    select * from {{ ref('assets') }}

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

risk_free as (

    select * from {{ ref('fct_macro_daily') }}
    where series_id = 'RF'

),

market as (

    select
        trade_date,
        1e4 * max(log_return) filter (where instrument = 'ES') as r_spx_bp,
        1e4 * max(log_return) filter (where instrument = 'TY') as r_ust_bp
    from {{ ref('fct_daily_returns') }}
    group by trade_date

),

-- Two symbols of one name are two quotes of one asset: the one that sorts first stands for it.
loaded as (

    select
        assets.symbol,
        assets.name,
        assets.asset_class,
        assets.return_sign,
        min(prices.observation_date) as first_date,
        max(prices.observation_date) as last_date
    from assets
    inner join prices on assets.symbol = prices.source_column
    group by assets.symbol, assets.name, assets.asset_class, assets.return_sign
    qualify row_number() over (partition by assets.name order by assets.symbol) = 1

),

returns as (

    select
        loaded.symbol,
        prices.observation_date,
        {{ change_since_previous(
            '(1e4 * loaded.return_sign * ln(prices.value))', 'own_days', 'trading_days.session_number'
        ) }} as log_return_bp
    from loaded
    inner join prices on loaded.symbol = prices.source_column
    inner join trading_days on prices.observation_date = trading_days.trade_date
    window own_days as (partition by loaded.symbol order by prices.observation_date)

),

final as (

    select
        trading_days.trade_date,
        loaded.symbol,
        loaded.asset_class,
        returns.log_return_bp,
        100 * risk_free.value as risk_free_bp,
        returns.log_return_bp - 100 * risk_free.value as excess_return_bp,
        market.r_spx_bp,
        market.r_ust_bp
    from loaded
    inner join trading_days on trading_days.trade_date between loaded.first_date and loaded.last_date
    left join returns on loaded.symbol = returns.symbol and trading_days.trade_date = returns.observation_date
    left join risk_free on trading_days.trade_date = risk_free.trade_date
    left join market on trading_days.trade_date = market.trade_date

)

select * from final
