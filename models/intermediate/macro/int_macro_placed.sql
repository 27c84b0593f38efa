-- Each observation on the session it stands on, by two clocks: the day it describes (replication) and the day it
-- could be known (point in time). Of several that fall on one session the latest counts.
with

observations as (

    select
        *,
        lag(observation_date) over (partition by series_id order by observation_date) as previous_observation_date,
        lag(value) over (partition by series_id order by observation_date) as previous_value
    from {{ ref('int_macro_observations') }}

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

clocks as (

    select
        *,
        unnest(['observed', 'available']) as clock,
        unnest([observation_date, available_date]) as clock_date
    from observations

),

-- On a day without a session it stands on the next one, and is one session old there.
placed as (

    select
        clocks.*,
        trading_days.trade_date,
        trading_days.session_number
        - cast(clocks.clock_date < trading_days.trade_date as integer) as clock_session_number
    from clocks
    asof inner join trading_days
        on clocks.clock_date <= trading_days.trade_date
    where clocks.clock_date >= date '{{ var("calendar_start") }}'

),

final as (

    select
        clock,
        series_id,
        trade_date,
        observation_date,
        available_date,
        value,
        clock_session_number,
        previous_observation_date,
        previous_value,
        clock_session_number
        - lag(clock_session_number) over (partition by clock, series_id order by observation_date)
            as sessions_since_previous
    from placed
    qualify row_number() over (partition by clock, series_id, trade_date order by observation_date desc) = 1

)

select * from final
