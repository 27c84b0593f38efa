-- Where an outcome has rows, it has all eighteen sets with the paper's number of events in each.
with

reported as (

    select
        event_type,
        event_subset,
        outcome,
        n_events_in_set
    from {{ ref('rpt_event_study') }}
    where sample = 'paper'

),

outcomes as (

    select distinct outcome from reported

)

select
    printed.event_type,
    printed.event_subset,
    printed.outcome,
    printed.n_events as n_printed,
    reported.n_events_in_set as n_reported
from {{ ref('paper_event_study') }} as printed
inner join outcomes on printed.outcome = outcomes.outcome
left join reported
    on
        printed.event_type = reported.event_type
        and printed.event_subset = reported.event_subset
        and printed.outcome = reported.outcome
where printed.n_events is distinct from reported.n_events_in_set
