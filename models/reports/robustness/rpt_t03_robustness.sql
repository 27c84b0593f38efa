-- Table T3 beside itself: with factors corrected for the errors of betas, and with bootstrapped errors.
with

estimates as (

    select * from {{ ref('est_factor_robustness') }}

),

labels as (

    select * from {{ ref('int_table_labels') }}
    where table_id = 'T3'

),

final as (

    select
        estimates.sample,
        estimates.estimator,
        estimates.specification,
        coalesce(labels.column_label, estimates.specification) as column_label,
        estimates.term,
        coalesce(labels.row_label, estimates.term) as row_label,
        coalesce(labels.unit, 'bp') as unit,
        estimates.n_days,
        estimates.estimate,
        estimates.std_error,
        estimates.estimate / estimates.std_error as t_stat,
        estimates.bootstrap_std_error,
        estimates.bootstrap_ci_low,
        estimates.bootstrap_ci_high,
        estimates.null_reason
    from estimates
    left join labels using (specification, term)

)

select * from final
