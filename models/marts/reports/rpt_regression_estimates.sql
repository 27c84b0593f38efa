{% set estimates = [
    'est_key_assets', 'est_factors', 'est_convenience_yield', 'est_basis_decomposition', 'est_transmission',
    'est_term_premium', 'est_lead_lag',
] -%}

with

estimates as (

    {% for estimate in estimates %}
        select * from {{ ref(estimate) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

terms as (

    select * from {{ ref('regression_terms') }}

),

table_rows as (

    select * from {{ ref('table_rows') }}

),

table_columns as (

    select * from {{ ref('table_columns') }}

),

final as (

    select
        estimates.table_id,
        estimates.panel,
        estimates.specification,
        estimates.term,
        estimates.sample,
        coalesce(table_rows.row_label, terms.label, estimates.term) as label,
        coalesce(table_columns.column_label, estimates.specification) as specification_label,
        case
            when estimates.specification <> 'match_distance' then coalesce(table_rows.unit, terms.unit)
            when estimates.term = 'matched_d_vix' then 'index points'
            else 'bp'
        end as unit,
        estimates.estimate,
        estimates.std_error,
        estimates.t_stat,
        estimates.p_value,
        {{ significance_stars('estimates.p_value') }} as stars,
        estimates.n_obs,
        estimates.r_squared,
        estimates.covariance,
        estimates.lags,
        estimates.correction,
        estimates.n_clusters,
        estimates.null_reason
    from estimates
    left join terms on estimates.term = terms.term
    left join table_rows on estimates.table_id = table_rows.table_id and estimates.term = table_rows.term
    left join table_columns
        on estimates.table_id = table_columns.table_id and estimates.specification = table_columns.specification

)

select * from final
