with

events as (

    select * from {{ ref('dim_events') }}

),

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
        lag(trade_date) over (partition by outcome order by trade_date) as previous_date,
        lag(level) over (partition by outcome order by trade_date) as previous_level,
        session_number - lag(session_number) over (partition by outcome order by trade_date) as sessions_back
    from {{ ref('fct_outcomes_daily') }}

),

spans as (

    select
        outcome,
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from levels
    group by outcome

),

event_outcomes as (

    select
        events.event_id,
        events.event_type,
        outcomes.outcome,
        events.event_date,
        levels.level,
        levels.sessions_back <= outcomes.max_sessions_back as has_previous,
        levels.previous_date,
        levels.previous_level,
        case
            when spans.outcome is null then 'series_not_loaded'
            when events.event_date not between spans.first_date and spans.last_date then 'outside_loaded_data'
            when levels.level is null then 'no_value_on_event_day'
            when levels.sessions_back is null or levels.sessions_back > outcomes.max_sessions_back
                then 'no_value_before_event_day'
        end as null_reason
    from events
    cross join outcomes
    left join spans on outcomes.outcome = spans.outcome
    left join levels on outcomes.outcome = levels.outcome and events.event_date = levels.trade_date

),

final as (

    select
        event_id,
        event_type,
        outcome,
        event_date,
        case when has_previous then previous_date end as previous_date,
        level,
        case when has_previous then previous_level end as previous_level,
        case when has_previous then level - previous_level end as change,
        null_reason
    from event_outcomes

)

select * from final
