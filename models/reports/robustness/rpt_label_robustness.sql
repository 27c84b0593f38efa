-- Tables T2 to T7 and T10 beside themselves: the paper's labels are estimates, and other labels say what that does.
with

as_printed as (

    select
        *,
        'as_printed' as labels
    from {{ ref('rpt_regression_estimates') }}
    where
        specification <> 'match_distance'
        -- Of months, and of intervals without their first minute: no other labels are tried on them.
        and term not like 'd_net_position%'
        and specification not like '%\_skip' escape '\'

),

estimates as (

    select * from {{ ref('est_label_robustness') }}
    where specification <> 'match_distance'
    union all by name
    select * exclude (label, specification_label, unit, stars) from as_printed

),

names as (

    select
        table_id,
        panel,
        specification,
        term,
        any_value(label) as label,
        any_value(specification_label) as specification_label,
        any_value(unit) as unit
    from as_printed
    group by all

),

final as (

    select
        estimates.table_id,
        estimates.panel,
        estimates.specification,
        estimates.term,
        estimates.sample,
        estimates.labels,
        names.label,
        names.specification_label,
        names.unit,
        estimates.estimate,
        estimates.std_error,
        estimates.t_stat,
        estimates.p_value,
        estimates.n_obs,
        estimates.covariance,
        estimates.lags,
        estimates.n_days,
        estimates.first_date,
        estimates.last_date,
        estimates.null_reason
    from estimates
    inner join names using (table_id, panel, specification, term)

)

select * from final
