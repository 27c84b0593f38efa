-- The change of each outcome on each session, as the event study takes it on an event's.
with

outcomes as (

    select
        *,
        -- A carried level has a value the session before. One that is not looks back over days without.
        case when is_carried then 1 else {{ var('max_carry_sessions') }} end as max_sessions_back
    from {{ ref('event_study_outcomes') }}

),

levels as (

    select
        *,
        lag(trade_date) over own_days as previous_date,
        lag(level) over own_days as previous_level,
        session_number - lag(session_number) over own_days as sessions_back
    from {{ ref('fct_outcomes_daily') }}
    -- A volatility from bars is never set against one from daily ranges.
    window own_days as (partition by outcome, is_proxy order by trade_date)

),

near as (

    select levels.*
    from levels
    inner join outcomes on levels.outcome = outcomes.outcome
    where levels.sessions_back <= outcomes.max_sessions_back

),

final as (

    select
        levels.trade_date,
        levels.outcome,
        levels.session_number,
        levels.level,
        near.previous_date,
        near.previous_level,
        levels.level - near.previous_level as change
    from levels
    left join near using (outcome, trade_date)

)

select * from final
