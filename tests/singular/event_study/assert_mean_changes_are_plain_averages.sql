-- The reported mean of every cell, recomputed from the event changes.
with

recomputed as (

    select
        members.event_type,
        members.event_subset,
        members.sample,
        changes.outcome,
        avg(changes.change) as mean_change,
        count(changes.change) as n_events
    from {{ ref('fct_event_set_members') }} as members
    inner join {{ ref('fct_event_changes') }} as changes
        on members.event_id = changes.event_id
    group by all

)

select
    reported.event_type,
    reported.event_subset,
    reported.sample,
    reported.outcome,
    reported.mean_change,
    recomputed.mean_change as recomputed_mean_change
from {{ ref('rpt_event_study') }} as reported
left join recomputed
    on
        reported.event_type = recomputed.event_type
        and reported.event_subset = recomputed.event_subset
        and reported.sample = recomputed.sample
        and reported.outcome = recomputed.outcome
where
    reported.n_events is distinct from recomputed.n_events
    or (
        reported.null_reason is null
        and not coalesce(abs(reported.mean_change - recomputed.mean_change) < 1e-9, false)
    )
