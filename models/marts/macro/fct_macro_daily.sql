with

observations as (

    select * from {{ ref('int_macro_observations') }}

),

series as (

    select * from {{ ref('dim_macro_series') }}
    where is_loaded

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

-- A series lives from its first to its last observation: nothing is known, or carried, beyond.
series_days as (

    select
        trading_days.trade_date,
        trading_days.session_number,
        series.series_id,
        series.max_carry_sessions
    from trading_days
    inner join series
        on trading_days.trade_date between series.first_observation_date and series.last_observation_date

),

-- An observation of a day without a session is as old, on the next one, as that of the session before it.
placed_observations as (

    select
        observations.*,
        trading_days.session_number as observed_session_number
    from observations
    asof inner join trading_days
        on observations.observation_date >= trading_days.trade_date

),

latest as (

    select
        series_days.trade_date,
        series_days.series_id,
        placed_observations.observation_date,
        placed_observations.available_date,
        series_days.session_number - placed_observations.observed_session_number as sessions_stale,
        case
            when series_days.session_number - placed_observations.observed_session_number
                <= series_days.max_carry_sessions
                then placed_observations.value
        end as value
    from series_days
    asof inner join placed_observations
        on
            series_days.series_id = placed_observations.series_id
            and series_days.trade_date >= placed_observations.observation_date

),

final as (

    select
        trade_date,
        series_id,
        value,
        value - lag(value) over (partition by series_id order by trade_date) as change,
        observation_date,
        available_date,
        sessions_stale
    from latest

)

select * from final
