-- What each outcome did around each event, against its level before: five sessions either way.
with

changes as (

    select * from {{ ref('fct_event_changes') }}
    where change is not null

),

levels as (

    select * from {{ ref('fct_outcomes_daily') }}

),

sessions as (

    select * from {{ ref('dim_trading_days') }}

),

final as (

    select
        changes.event_id,
        changes.outcome,
        changes.event_date,
        cast(levels.session_number - sessions.session_number as integer) as session_offset,
        levels.level - changes.previous_level as change
    from changes
    inner join sessions on changes.event_date = sessions.trade_date
    inner join levels
        on
            changes.outcome = levels.outcome
            and levels.session_number - sessions.session_number
            between -{{ var('path_sessions') }} and {{ var('path_sessions') }}

)

select * from final
