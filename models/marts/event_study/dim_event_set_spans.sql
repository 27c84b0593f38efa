-- What it takes to cover an event set: its first event and its last, and nearly all between.
with

event_sets as (

    select * from {{ ref('int_event_sets') }}

),

members as (

    select * from {{ ref('fct_event_set_members') }}

),

samples as (

    select unnest(['paper', 'full']) as sample

),

final as (

    select
        event_sets.event_type,
        event_sets.event_subset,
        samples.sample,
        'event' as period,
        cast(count(members.event_id) as integer) as n_periods,
        min(members.event_date) as latest_first_date,
        max(members.event_date) as earliest_last_date
    from event_sets
    cross join samples
    left join members
        on
            event_sets.event_type = members.event_type
            and event_sets.event_subset = members.event_subset
            and samples.sample = members.sample
    group by all

)

select * from final
