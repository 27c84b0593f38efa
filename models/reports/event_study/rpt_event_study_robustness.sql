with

estimates as (

    select * from {{ ref('est_event_study_robustness') }}

),

outcomes as (

    select * from {{ ref('event_study_outcomes') }}

),

final as (

    select
        table_id,
        event_type,
        event_subset,
        outcome,
        outcomes.unit,
        sample,
        variant,
        n_events,
        mean_change,
        std_error,
        t_stat,
        p_value,
        newey_west_t_stat,
        newey_west_lags,
        newey_west_p_value_normal,
        newey_west_p_value,
        n_sessions,
        mean_of_sessions,
        randomisation_p_value,
        n_tests,
        holm_p_value,
        benjamini_hochberg_p_value,
        null_reason
    from estimates
    inner join outcomes using (outcome)

)

select * from final
