{{ config(materialized='view', contract={'enforced': false}) }}
{% set inputs_of_regressions = [
    ('T4', '*', 'ust_basis_1y', 'usd_regime || d_ust_basis_1y_bp'),
    ('T4', '*', 'ust_basis_cip_adjusted_1y', 'usd_regime || d_ust_basis_cip_adjusted_1y_bp'),
    ('T4', '*', 'swap_spread_1y', 'usd_regime || d_swap_spread_1y_bp'),
    ('T4', '*', 'ust_basis_5y', 'usd_regime || d_ust_basis_5y_bp'),
    ('T4', '*', 'ust_basis_cip_adjusted_5y', 'usd_regime || d_ust_basis_cip_adjusted_5y_bp'),
    ('T4', '*', 'swap_spread_5y', 'usd_regime || d_swap_spread_5y_bp'),
    ('T5', '*', '*', 'd_basis_bp + d_yield_ust_bp'),
    ('T6', '*', '*', 'r_usd_bp + d_yield_10y_bp + r_spx_bp'),
    ('T7', 'A', '*', 'd_term_premium_acm_bp'),
    ('T7', 'B', '*', 'd_term_premium_kw_bp'),
] -%}
-- Days on which the inputs of each estimate are there; '*' stands for every panel, specification or term.
with

regimes as (

    select * from {{ ref('fct_regimes_daily') }}

),

regression_days as (

    select * from {{ ref('fct_regression_days') }}
    where ust_regime is not null

),

-- What stands in for the paper's series is named.
inputs as (

    select
        'T1' as table_id,
        'rho_' || pair_id as term,
        sample,
        trade_date,
        cast(null as varchar) as proxy
    from regimes
    where realized_correlation is not null
    union all by name
    select
        'T2' as table_id,
        asset as specification,
        unnest(case measure when 'mean_return' then ['mean_return', 'capm_alpha'] else [measure] end) as term,
        sample,
        trade_date,
        case when is_proxy then source_id end as proxy
    from {{ ref('fct_key_asset_measures') }}
    where regime is not null
    union all by name
    select
        'T3' as table_id,
        unnest([factors.asset_class || '_f_stock', factors.asset_class || '_f_bond']) as specification,
        sample,
        trade_date
    from {{ ref('rpt_daily_factors') }} as factors
    inner join regimes using (trade_date)
    where factors.null_reason is null and regime is not null and pair_id = 'ust'
    union all by name
    {% for table_id, panel, specification, inputs in inputs_of_regressions %}
        select
            '{{ table_id }}' as table_id,
            '{{ panel }}' as panel,
            '{{ specification }}' as specification,
            sample,
            trade_date
        from regression_days
        where {{ inputs }} is not null
        union all by name
    {% endfor %}
    select
        'T10' as table_id,
        sample,
        trade_date
    from regimes
    inner join {{ ref('int_lead_lag_returns') }} using (trade_date)
    where pair_id = 'ust' and regime is not null

),

final as (

    select
        table_id,
        coalesce(panel, '*') as panel,
        coalesce(specification, '*') as specification,
        coalesce(term, '*') as term,
        sample,
        trade_date,
        proxy
    from inputs

)

select * from final
