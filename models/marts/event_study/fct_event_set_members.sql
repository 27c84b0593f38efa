with

events as (

    select * from {{ ref('dim_events') }}

),

event_sets as (

    select * from {{ ref('event_sets') }}

),

loaded_data as (

    select
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from {{ ref('fct_outcomes_daily') }}

),

-- The paper's sample is a fixed window, the full one whatever any outcome covers.
samples as (

    select
        'paper' as sample,
        date '{{ var("paper_start") }}' as first_date,
        date '{{ var("paper_end") }}' as last_date
    union all
    select
        'full' as sample,
        first_date,
        last_date
    from loaded_data

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
    inner join samples on events.event_date between samples.first_date and samples.last_date

)

select * from final
