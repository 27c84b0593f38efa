with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where table_id = 'T3'

),

final as (

    select
        row_number,
        row_label,
        term,
        sample,
        unit,
        {{ cell_columns('us_equity_f_stock') }},
        {{ cell_columns('us_equity_f_bond') }},
        {{ cell_columns('us_fixed_income_f_stock') }},
        {{ cell_columns('us_fixed_income_f_bond') }},
        {{ cell_columns('fx_commodity_f_stock') }},
        {{ cell_columns('fx_commodity_f_bond') }},
        max(n_obs) filter (where specification = 'us_equity_f_stock') as n_days_us_equity,
        max(n_obs) filter (where specification = 'us_fixed_income_f_stock') as n_days_us_fixed_income,
        max(n_obs) filter (where specification = 'fx_commodity_f_stock') as n_days_fx_commodity,
        string_agg(distinct null_reason, ', ' order by null_reason) as null_reason
    from cells
    group by all

)

select * from final
