with

parameters as (

    select * from {{ ref('est_state_parameters') }}

),

-- The days that the model reads: all of its sample that have a correlation.
fitted_days as (

    select
        sample as fitted_on_sample,
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust' and realized_correlation is not null
    group by sample

),

final as (

    select
        fitted_on_sample,
        parameter,
        state,
        coalesce(to_state, '') as to_state,
        case parameter
            when 'mean' then 'Fisher z'
            when 'variance' then 'Fisher z squared'
            else 'probability'
        end as unit,
        estimate,
        std_error,
        robust_std_error,
        -- Fisher's z back to a correlation: what a day in that state looks like.
        case when parameter = 'mean' then tanh(estimate) end as mean_correlation,
        case when parameter = 'transition' and state = to_state and estimate < 1 then 1 / (1 - estimate) end
            as expected_days_in_state,
        n_obs,
        fitted_days.first_date,
        fitted_days.last_date,
        log_likelihood,
        aic,
        bic,
        aic_two_states,
        bic_two_states,
        aic_four_states,
        bic_four_states,
        converged,
        null_reason
    from parameters
    left join fitted_days using (fitted_on_sample)

)

select * from final
