with

placed as (

    select * from {{ ref('int_macro_placed') }}

),

series as (

    select * from {{ ref('dim_macro_series') }}
    where is_loaded

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

-- A series lives from its first to its last observation: nothing is known, or carried, beyond.
-- A window, not an ASOF join by series: DuckDB runs that one as a nested loop here, 50 times slower.
series_days as (

    select
        trading_days.trade_date,
        trading_days.session_number,
        series.series_id,
        series.max_carry_sessions,
        last_value(observed.trade_date ignore nulls) over until_today as observed_on,
        last_value(available.trade_date ignore nulls) over until_today as available_on
    from trading_days
    inner join series
        on trading_days.trade_date between series.first_observation_date and series.last_observation_date
    left join placed as observed
        on
            observed.clock = 'observed'
            and series.series_id = observed.series_id and trading_days.trade_date = observed.trade_date
    left join placed as available
        on
            available.clock = 'available'
            and series.series_id = available.series_id and trading_days.trade_date = available.trade_date
    window until_today as (partition by series.series_id order by trading_days.trade_date)

),

valued as (

    select
        series_days.trade_date,
        series_days.series_id,
        series_days.max_carry_sessions,
        observed.* exclude (clock, series_id, trade_date, value),
        observed.observation_date = series_days.trade_date as is_own_observation,
        series_days.session_number - observed.clock_session_number as sessions_stale,
        case when sessions_stale <= series_days.max_carry_sessions then observed.value end as value,
        known.observation_date as observation_date_point_in_time,
        known.available_date as available_date_point_in_time,
        case
            when series_days.session_number - known.clock_session_number <= series_days.max_carry_sessions
                then known.value
        end as value_point_in_time
    from series_days
    inner join placed as observed
        on
            observed.clock = 'observed'
            and series_days.series_id = observed.series_id and series_days.observed_on = observed.trade_date
    left join placed as known
        on
            known.clock = 'available'
            and series_days.series_id = known.series_id and series_days.available_on = known.trade_date

),

final as (

    select
        trade_date,
        series_id,
        value,
        value - lag(value) over (partition by series_id order by trade_date) as change,
        observation_date,
        available_date,
        cast(sessions_stale as integer) as sessions_stale,
        is_own_observation,
        case
            when is_own_observation and sessions_since_previous <= max_carry_sessions then value - previous_value
        end as own_change,
        case when is_own_observation then previous_observation_date end as previous_observation_date,
        value_point_in_time,
        observation_date_point_in_time,
        available_date_point_in_time
    from valued

)

select * from final
