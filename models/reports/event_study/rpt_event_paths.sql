with

paths as (

    select * from {{ ref('est_event_paths') }}

),

outcomes as (

    select * from {{ ref('event_study_outcomes') }}

),

final as (

    select
        paths.event_type,
        paths.event_subset,
        paths.outcome,
        outcomes.column_label as outcome_label,
        outcomes.unit,
        paths.sample,
        paths.session_offset,
        paths.n_events,
        paths.mean_change,
        paths.std_error,
        paths.ci_low,
        paths.ci_high
    from paths
    inner join outcomes using (outcome)

)

select * from final
