with

events as (

    select * from {{ ref('dim_events') }}

),

outcomes as (

    select * from {{ ref('event_study_outcomes') }}

),

changes as (

    select * from {{ ref('fct_outcome_changes_daily') }}

),

spans as (

    select
        outcome,
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from changes
    group by outcome

),

final as (

    select
        events.event_id,
        events.event_type,
        outcomes.outcome,
        events.event_date,
        changes.previous_date,
        changes.level,
        changes.previous_level,
        changes.change,
        case
            when spans.outcome is null then 'series_not_loaded'
            when events.event_date not between spans.first_date and spans.last_date then 'outside_loaded_data'
            when changes.level is null then 'no_value_on_event_day'
            when changes.change is null then 'no_value_before_event_day'
        end as null_reason
    from events
    cross join outcomes
    left join spans on outcomes.outcome = spans.outcome
    left join changes on outcomes.outcome = changes.outcome and events.event_date = changes.trade_date

)

select * from final
