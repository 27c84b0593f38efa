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

-- An observation of a day without a session stands on the next one, and is one session old there.
placed as (

    select
        observations.*,
        trading_days.trade_date,
        trading_days.session_number
        - cast(observations.observation_date < trading_days.trade_date as integer) as observed_session_number
    from observations
    asof inner join trading_days
        on observations.observation_date <= trading_days.trade_date
    where observations.observation_date >= date '{{ var("calendar_start") }}'
    qualify row_number() over (
        partition by observations.series_id, trading_days.trade_date
        order by observations.observation_date desc
    ) = 1

),

-- A window, not an ASOF join by series: DuckDB runs that one as a nested loop here, 50 times slower.
latest as (

    select
        series_days.*,
        last_value(placed.trade_date ignore nulls) over (
            partition by series_days.series_id order by series_days.trade_date
        ) as placed_date
    from series_days
    left join placed
        on series_days.series_id = placed.series_id and series_days.trade_date = placed.trade_date

),

valued as (

    select
        latest.trade_date,
        latest.series_id,
        placed.observation_date,
        placed.available_date,
        latest.session_number - placed.observed_session_number as sessions_stale,
        case when sessions_stale <= latest.max_carry_sessions then placed.value end as value
    from latest
    inner join placed
        on latest.series_id = placed.series_id and latest.placed_date = placed.trade_date

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
    from valued

)

select * from final
