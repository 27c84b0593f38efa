with

event_sets as (

    -- A set of no table of the paper's has its estimates in rpt_event_study alone.
    select * from {{ ref('event_sets') }}
    where table_id is not null

),

spans as (

    select * from {{ ref('dim_event_set_spans') }}

),

estimates as (

    select
        *,
        n_events as n_days,
        first_event_date as first_date,
        last_event_date as last_date
    from {{ ref('est_event_study') }}

),

proxied as (

    select * from {{ ref('fct_outcomes_daily') }}
    where is_proxy

),

availability as (

    select * from {{ ref('rpt_event_study_availability') }}

),

sets as (

    select
        event_sets.table_id,
        event_sets.event_type || '/' || event_sets.event_subset as term,
        spans.*
    from event_sets
    inner join spans using (event_type, event_subset)

),

means as (

    select
        sets.table_id,
        availability.outcome as specification,
        sets.term,
        availability.unit,
        sets.sample,
        coalesce(estimates.n_events, 0) as n_events,
        estimates.first_date,
        estimates.last_date,
        estimates.mean_change as value,
        estimates.std_error,
        estimates.t_stat,
        estimates.p_value,
        {{ significance_stars('estimates.p_value') }} as stars,
        {{ partial_reason('estimates', 'sets') }} as partial_reason,
        case
            when
                exists (
                    select 1
                    from proxied
                    where
                        proxied.outcome = estimates.outcome
                        and proxied.trade_date between estimates.first_date and estimates.last_date
                )
                then 'prices/' || availability.source_id
        end as proxies,
        case
            when availability.status = 'not_available' then availability.status_reason
            when estimates.outcome is null then 'no_events_in_sample'
            else estimates.null_reason
        end as null_reason
    from sets
    inner join availability on sets.sample = availability.sample
    left join estimates
        on
            sets.event_type = estimates.event_type
            and sets.event_subset = estimates.event_subset
            and sets.sample = estimates.sample
            and availability.outcome = estimates.outcome

),

-- The number of events is a cell of its own, and one that needs no data but the events.
final as (

    select
        table_id,
        'n_events' as specification,
        term,
        'events' as unit,
        sample,
        n_periods as n_events,
        cast(n_periods as double) as value
    from sets
    union all by name
    select * from means

)

select * from final
