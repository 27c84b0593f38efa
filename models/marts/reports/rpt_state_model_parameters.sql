with

parameters as (

    select * from {{ ref('est_state_parameters') }}

),

final as (

    select
        fitted_on_sample,
        parameter,
        state,
        coalesce(to_state, '') as to_state,
        estimate,
        std_error,
        -- Fisher's z back to a correlation: what a day in that state looks like.
        case when parameter = 'mean' then tanh(estimate) end as mean_correlation,
        case when parameter = 'transition' and state = to_state and estimate < 1 then 1 / (1 - estimate) end
            as expected_days_in_state,
        n_obs,
        log_likelihood,
        converged,
        null_reason
    from parameters

)

select * from final
