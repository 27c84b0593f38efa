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

-- Days of the two legs for which daily prices stand in for bars.
proxied as (

    select
        trade_date,
        'prices/' || instrument as source
    from {{ ref('fct_daily_returns') }}
    where is_proxy
    union
    select
        trade_date,
        'prices/' || instrument as source
    from {{ ref('fct_realized_volatility_daily') }}
    where is_proxy

),

stand_ins as (

    select
        spans.first_date,
        spans.last_date,
        string_agg(distinct proxied.source, ', ' order by proxied.source) as proxies
    from (
        select distinct
            first_date,
            last_date
        from estimates
    ) as spans
    inner join proxied on proxied.trade_date between spans.first_date and spans.last_date
    group by spans.first_date, spans.last_date

),

terms as (

    select * from {{ ref('regression_terms') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

table_columns as (

    select * from {{ ref('int_table_columns') }}

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
        coalesce(table_columns.unit, table_rows.unit, terms.unit) as unit,
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
        estimates.n_days,
        estimates.first_date,
        estimates.last_date,
        case
            -- T2 says itself what it rests on, T10 rests on bars.
            when estimates.table_id in ('T2', 'T10') then estimates.proxies
            else stand_ins.proxies
        end as proxies,
        estimates.null_reason
    from estimates
    left join stand_ins using (first_date, last_date)
    left join terms on estimates.term = terms.term
    left join table_rows on estimates.table_id = table_rows.table_id and estimates.term = table_rows.term
    left join table_columns
        on estimates.table_id = table_columns.table_id and estimates.specification = table_columns.specification

)

select * from final
