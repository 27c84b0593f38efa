with

events as (

    select * from {{ ref('dim_events') }}

),

event_sets as (

    select * from {{ ref('int_event_sets') }}

),

samples as (

    select * from {{ ref('dim_samples') }}

),

final as (

    select
        event_sets.event_type,
        event_sets.event_subset,
        samples.sample,
        events.event_id,
        events.event_date
    from event_sets
    inner join events
        on
            event_sets.event_type = events.event_type
            and (event_sets.only_subtype is null or event_sets.only_subtype = events.event_subtype)
            and (events.is_post_volcker or not event_sets.only_post_volcker)
    inner join samples
        on
            events.event_date between samples.first_date and samples.last_date
            and not (case samples.sample when 'paper' then events.is_date_estimated else events.is_upcoming end)

)

select * from final
