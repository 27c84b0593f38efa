-- Every N that the paper prints beside an event set, counted in dim_events.
with

events as (

    select * from {{ ref('dim_events') }}
    where {{ in_paper_sample('event_date') }}

),

printed as (

    select distinct
        event_type,
        event_subset,
        n_events
    from {{ ref('paper_event_study') }}

),

counted as (

    select
        event_sets.event_type,
        event_sets.event_subset,
        count(events.event_id) as n_events
    from {{ ref('event_sets') }} as event_sets
    left join events
        on
            event_sets.event_type = events.event_type
            and (event_sets.only_subtype is null or event_sets.only_subtype = events.event_subtype)
            and (events.is_post_volcker or not event_sets.only_post_volcker)
    group by event_sets.event_type, event_sets.event_subset

)

select
    printed.event_type,
    printed.event_subset,
    printed.n_events as n_printed,
    counted.event_type as counted_event_type,
    counted.event_subset as counted_event_subset,
    counted.n_events as n_counted
from printed
full join counted
    on printed.event_type = counted.event_type and printed.event_subset = counted.event_subset
where printed.n_events is distinct from counted.n_events
