-- Each observation on the session it stands on, by two clocks: the day it describes (replication) and the day it
-- could be known (point in time), with the value of that day's vintage. Of several that fall on one session the latest
-- counts.
with

observations as (

    select
        *,
        lag(observation_date) over (partition by series_id order by observation_date) as previous_observation_date,
        lag(value) over (partition by series_id order by observation_date) as previous_value
    from {{ ref('int_macro_observations') }}

),

-- News of the latest day then known: a revision of an older one changes nothing of what is known of the latest.
versions as (

    select * from {{ ref('int_macro_versions') }}
    where not is_superseded
    qualify
        value is distinct from lag(value) over (partition by series_id, observation_date order by vintage_date)
        and observation_date = max(observation_date) over (
            partition by series_id order by available_date, observation_date
            rows between unbounded preceding and current row
        )

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

clocks as (

    select
        *,
        'observed' as clock,
        observation_date as clock_date
    from observations
    union all by name
    select
        *,
        'available' as clock,
        available_date as clock_date
    from versions

),

-- On a day without a session it stands on the next one, and is one session old there.
placed as (

    select
        clocks.*,
        sessions.trade_date,
        sessions.session_number
        - cast(clocks.clock_date < sessions.trade_date as integer) as clock_session_number
    from clocks
    asof inner join sessions
        on clocks.clock_date <= sessions.trade_date
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
        - lag(clock_session_number) over (partition by clock, series_id order by observation_date, available_date)
            as sessions_since_previous
    from placed
    qualify
        row_number() over (
            partition by clock, series_id, trade_date order by observation_date desc, available_date desc
        ) = 1

)

select * from final
