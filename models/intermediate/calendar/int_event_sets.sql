-- The sets of the event study: those of the seed, and of each file of the user's the whole and every subset.
with

listed as (

    select * from {{ ref('event_sets') }}

),

event_days as (

    select * from {{ ref('int_event_days') }}

),

subsets as (

    select distinct
        event_type,
        'all' as event_subset,
        cast(null as varchar) as only_subtype
    from event_days
    union all
    select distinct
        event_type,
        event_subset,
        event_subset as only_subtype
    from event_days
    where event_subset is not null

),

own as (

    select
        cast(
            (select max(listed.row_number) from listed)
            + row_number() over (order by event_type asc, only_subtype asc nulls first) as integer
        ) as row_number,
        event_type,
        event_subset,
        replace(event_type, '_', ' ') || coalesce(': ' || replace(only_subtype, '_', ' '), '') as row_label,
        only_subtype,
        false as only_post_volcker
    from subsets

),

final as (

    select * from listed
    union all by name
    select * from own

)

select * from final
