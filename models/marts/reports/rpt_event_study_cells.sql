with

event_sets as (

    select * from {{ ref('event_sets') }}

),

members as (

    select * from {{ ref('fct_event_set_members') }}

),

estimates as (

    select * from {{ ref('rpt_event_study') }}

),

availability as (

    select * from {{ ref('rpt_event_study_availability') }}

),

counted as (

    select
        event_type,
        event_subset,
        sample,
        cast(count(*) as integer) as n_events
    from members
    group by all

),

-- The number of events is a cell of its own, and one that needs no data but the events.
counts as (

    select
        event_sets.table_id,
        'n_events' as specification,
        event_sets.event_type || '/' || event_sets.event_subset as term,
        samples.sample,
        coalesce(counted.n_events, 0) as n_events,
        cast(coalesce(counted.n_events, 0) as double) as value
    from event_sets
    cross join unnest(['paper', 'full']) as samples (sample)
    left join counted
        on
            event_sets.event_type = counted.event_type
            and event_sets.event_subset = counted.event_subset
            and samples.sample = counted.sample

),

means as (

    select
        event_sets.table_id,
        availability.outcome as specification,
        event_sets.event_type || '/' || event_sets.event_subset as term,
        availability.sample,
        coalesce(estimates.n_events, 0) as n_events,
        estimates.mean_change as value,
        estimates.std_error,
        estimates.t_stat,
        estimates.p_value,
        estimates.stars,
        case when availability.status = 'partial' then availability.status_reason end as partial_reason,
        case
            when estimates.null_reason is not null then estimates.null_reason
            when availability.status = 'not_available' then availability.status_reason
            when estimates.outcome is null then 'no_events_in_sample'
        end as null_reason
    from event_sets
    cross join availability
    left join estimates
        on
            event_sets.event_type = estimates.event_type
            and event_sets.event_subset = estimates.event_subset
            and availability.outcome = estimates.outcome
            and availability.sample = estimates.sample

),

final as (

    select * from counts
    union all by name
    select * from means

)

select * from final
