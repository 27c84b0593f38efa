-- Where an outcome has rows, it has all eighteen sets of the paper with the paper's number of events in each.
with

reported as (

    select
        event_type || '/' || event_subset as term,
        outcome,
        n_events_in_set
    from {{ ref('rpt_event_study') }}
    where sample = 'paper'

),

outcomes as (

    select distinct outcome from reported

),

printed as (

    select
        term,
        specification as outcome,
        n_obs as n_events
    from {{ ref('paper_reported_estimates') }}
    where table_id in ('T8', 'T9')

)

select
    printed.term,
    printed.outcome,
    printed.n_events as n_printed,
    reported.n_events_in_set as n_reported
from printed
inner join outcomes on printed.outcome = outcomes.outcome
left join reported on printed.term = reported.term and printed.outcome = reported.outcome
where printed.n_events is distinct from reported.n_events_in_set
