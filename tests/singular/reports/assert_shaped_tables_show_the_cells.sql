{% set tables = [
    ('rpt_t02_key_assets', 'T2', ['spx', 'ust', 'dxy', 'eur_usd', 'yen_usd']),
    ('rpt_t03_factors', 'T3', [
        'us_equity_f_stock', 'us_equity_f_bond', 'us_fixed_income_f_stock', 'us_fixed_income_f_bond',
        'fx_commodity_f_stock', 'fx_commodity_f_bond',
    ]),
    ('rpt_t04_convenience_yield', 'T4', [
        'ust_basis_1y', 'ust_basis_cip_adjusted_1y', 'swap_spread_1y',
        'ust_basis_5y', 'ust_basis_cip_adjusted_5y', 'swap_spread_5y',
    ]),
    ('rpt_t05_basis_decomposition', 'T5', [
        'd_basis', 'd_yield_ust', 'd_yield_synthetic', 'd_yield_gap', 'd_hedging_cost',
    ]),
    ('rpt_t06_transmission', 'T6', ['column_1', 'column_2']),
    ('rpt_t07_term_premium', 'T7', ['column_1', 'column_2', 'column_3', 'column_4', 'column_5']),
    ('rpt_t08_interest_rate_risk', 'T8', ['rho_ust', 'vix', 'move', 'noise', 'ust_vol', 'spx_vol']),
    ('rpt_t09_dealer_capacity', 'T9', ['rho_ust', 'vix', 'move', 'noise', 'ust_vol', 'spx_vol']),
    ('rpt_t10_lead_lag', 'T10', ['risky_spx', 'risky_ust', 'other_spx', 'other_ust', 'full_spx', 'full_ust']),
] -%}
-- What is compared with the paper is what is shown: every cell stands in its shaped table with its value, t statistic
-- and stars, and no shaped table shows another.
with

shaped as (

    {% for report, table_id, columns in tables %}
        {% for column in columns %}
            select
                '{{ table_id }}' as table_id,
                {{ 'panel' if table_id in ('T2', 'T7') else "''" }} as panel,
                '{{ column }}' as column_name,
                row_number,
                sample,
                {{ column }} as value,
                {{ column }}_t_stat as t_stat,
                {{ column }}_stars as stars
            from {{ ref(report) }}
            where {{ column }} is not null
            {{ 'union all' if not loop.last }}
        {% endfor %}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

cells as (

    select
        table_id,
        panel,
        if(table_id in ('T6', 'T7'), 'column_' || specification, specification) as column_name,
        row_number,
        sample,
        value,
        t_stat,
        stars
    from {{ ref('rpt_table_cells') }}
    where table_id <> 'T1' and specification not in ('n_events', 'match_distance') and value is not null

)

select
    shaped.*,
    cells.*
from shaped
full join cells
    on
        shaped.table_id = cells.table_id
        and shaped.panel = cells.panel
        and shaped.column_name = cells.column_name
        and shaped.row_number = cells.row_number
        and shaped.sample = cells.sample
where
    shaped.value is distinct from cells.value
    or shaped.t_stat is distinct from cells.t_stat
    or shaped.stars is distinct from cells.stars
