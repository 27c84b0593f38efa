-- The event sets as printed, and in the ways that question them: each with the session whose change it takes.
with

event_sets as (

    select * from {{ ref('int_event_sets') }}

),

members as (

    select
        members.*,
        trading_days.session_number
    from {{ ref('fct_event_set_members') }} as members
    inner join {{ ref('dim_trading_days') }} as trading_days on members.event_date = trading_days.trade_date

),

-- The events that may overlap: those of the paper's whole sets.
other_events as (

    select
        events.event_type,
        trading_days.session_number
    from {{ ref('dim_events') }} as events
    inner join event_sets
        on
            events.event_type = event_sets.event_type
            and event_sets.event_subset = 'all'
            and event_sets.table_id is not null
    inner join {{ ref('dim_trading_days') }} as trading_days on events.event_date = trading_days.trade_date

),

without_overlaps as (

    select members.*
    from members
    anti join other_events
        on
            members.event_type <> other_events.event_type
            and members.session_number - other_events.session_number between 0 and 1

),

placebo as (

    select members.* replace (trading_days.trade_date as event_date)
    from members
    inner join {{ ref('dim_trading_days') }} as trading_days
        on members.session_number = trading_days.session_number + {{ var('placebo_sessions_before') }}

),

after_label as (

    select
        members.*,
        states.state
    from members
    inner join {{ ref('fct_event_states') }} as states
        on members.sample = states.sample and members.event_date = states.trade_date
    where states.state <> 'any'

),

unioned as (

    select
        *,
        'any' as state,
        'as_printed' as variant
    from members
    union all
    select
        *,
        'any' as state,
        'without_overlaps' as variant
    from without_overlaps
    union all
    select
        *,
        'any' as state,
        'placebo' as variant
    from placebo
    union all by name
    select
        *,
        state as variant
    from after_label

),

final as (

    select
        unioned.event_type,
        unioned.event_subset,
        unioned.sample,
        unioned.variant,
        unioned.state,
        event_sets.table_id,
        event_sets.only_post_volcker,
        unioned.event_id,
        unioned.event_date as trade_date
    from unioned
    inner join event_sets using (event_type, event_subset)

)

select * from final
