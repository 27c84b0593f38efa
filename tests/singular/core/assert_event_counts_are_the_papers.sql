-- Every N that the paper prints beside an event set, counted in dim_events. Sets of other kinds have no N to meet.
with

events as (

    select * from {{ ref('dim_events') }}
    where {{ in_paper_sample('event_date') }}

),

printed as (

    select distinct
        term,
        n_obs as n_events
    from {{ ref('paper_reported_estimates') }}
    where table_id in ('T8', 'T9')

),

counted as (

    select
        event_sets.event_type || '/' || event_sets.event_subset as term,
        count(events.event_id) as n_events
    from {{ ref('event_sets') }} as event_sets
    left join events
        on
            event_sets.event_type = events.event_type
            and (event_sets.only_subtype is null or event_sets.only_subtype = events.event_subtype)
            and (events.is_post_volcker or not event_sets.only_post_volcker)
    group by term

)

select
    printed.term,
    printed.n_events as n_printed,
    counted.n_events as n_counted
from printed
left join counted on printed.term = counted.term
where printed.n_events is distinct from counted.n_events
