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
        sets.event_type,
        sets.event_subset,
        count(events.event_id) as n_events
    from {{ ref('event_sets') }} as sets
    left join events
        on
            sets.event_type = events.event_type
            and (sets.only_subtype is null or sets.only_subtype = events.event_subtype)
            and (events.is_post_volcker or not sets.only_post_volcker)
    group by sets.event_type, sets.event_subset

)

select
    event_type,
    event_subset,
    printed.n_events as n_printed,
    counted.n_events as n_counted
from printed
full join counted using (event_type, event_subset)
where printed.n_events is distinct from counted.n_events
