-- The daily levels of the event study, each from the table that seed event_study_outcomes names.
with

outcomes as (

    select * from {{ ref('event_study_outcomes') }}

),

macro_series as (

    select * from {{ ref('fct_macro_daily') }}

),

correlations as (

    select * from {{ ref('fct_realized_correlation_daily') }}

),

volatilities as (

    select * from {{ ref('fct_realized_volatility_daily') }}

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

levels as (

    select
        'macro_series' as level_source,
        series_id as source_id,
        trade_date,
        value as level,
        false as is_proxy
    from macro_series
    union all
    select
        'realized_correlation' as level_source,
        pair_id as source_id,
        trade_date,
        realized_correlation as level,
        false as is_proxy
    from correlations
    union all
    select
        'realized_volatility' as level_source,
        instrument as source_id,
        trade_date,
        realized_volatility_pct as level,
        is_proxy
    from volatilities

),

final as (

    select
        levels.trade_date,
        outcomes.outcome,
        levels.level,
        levels.is_proxy,
        trading_days.session_number
    from levels
    inner join outcomes
        on levels.level_source = outcomes.level_source and levels.source_id = outcomes.source_id
    inner join trading_days on levels.trade_date = trading_days.trade_date
    where levels.level is not null

)

select * from final
