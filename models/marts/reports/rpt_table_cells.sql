-- Every cell of the ten tables in one long table: the shaped tables and the scorecard read it.
with

estimates as (

    select * from {{ ref('rpt_regression_estimates') }}

),

coverage as (

    select * from {{ ref('rpt_estimate_coverage') }}

),

summary as (

    select * from {{ ref('rpt_t01_summary') }}

),

labels as (

    select * from {{ ref('int_table_labels') }}

),

cells as (

    select
        * exclude (specification_label, label, unit, estimate, r_squared, covariance, lags, correction, n_clusters),
        estimate as value
    from estimates
    union all by name
    -- Number of observations and R squared stand below their column, as printed.
    select
        table_id,
        panel,
        specification,
        sample,
        unnest(['n_obs', 'r2_pct']) as term,
        unnest([cast(n_obs as double), 100 * r_squared]) as value,
        n_obs,
        null_reason
    from estimates
    where term = 'intercept'
    union all by name
    select
        'T1' as table_id,
        sample,
        'rho_' || pair_id as term,
        unnest(['mean', 'std', 'min', 'p20', 'median', 'p80', 'max']) as specification,
        unnest([mean, std, min, p20, median, p80, max]) as value,
        n_days as n_obs,
        null_reason
    from summary
    union all by name
    select * rename (n_events as n_obs) from {{ ref('rpt_event_study_cells') }}

),

final as (

    select
        cells.table_id,
        coalesce(cells.panel, '') as panel,
        labels.row_number,
        labels.row_label,
        labels.column_number,
        labels.column_label,
        cells.specification,
        cells.term,
        cells.sample,
        case when cells.null_reason is null then cells.value end as value,
        cells.std_error,
        cells.t_stat,
        cells.p_value,
        cells.stars,
        cells.n_obs,
        labels.unit,
        labels.is_printed,
        case when cells.null_reason is null then coalesce(cells.partial_reason, coverage.partial_reason) end
            as partial_reason,
        coverage.proxy_reason,
        cells.null_reason
    from cells
    inner join labels using (table_id, specification, term)
    left join coverage
        on
            cells.table_id = coverage.table_id
            and cells.sample = coverage.sample
            and coverage.panel in ('*', cells.panel)
            and coverage.specification in ('*', cells.specification)
            and coverage.term in ('*', cells.term)

)

select * from final
