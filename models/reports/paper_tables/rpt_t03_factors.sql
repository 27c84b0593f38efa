with

estimates as (

    select * from {{ ref('est_factors') }}

),

labels as (

    select * from {{ ref('int_table_labels') }}

),

cells as (

    {{ printed_cells('estimates') }}

),

final as (

    select
        labels.row_number,
        labels.row_label,
        cells.term,
        cells.sample,
        labels.unit,
        {{ cell_columns('us_equity_f_stock') }},
        {{ cell_columns('us_equity_f_bond') }},
        {{ cell_columns('us_fixed_income_f_stock') }},
        {{ cell_columns('us_fixed_income_f_bond') }},
        {{ cell_columns('fx_commodity_f_stock') }},
        {{ cell_columns('fx_commodity_f_bond') }},
        max(n_obs) filter (where specification = 'us_equity_f_stock') as n_days_us_equity,
        max(n_obs) filter (where specification = 'us_fixed_income_f_stock') as n_days_us_fixed_income,
        max(n_obs) filter (where specification = 'fx_commodity_f_stock') as n_days_fx_commodity,
        string_agg(distinct cells.null_reason, ', ' order by cells.null_reason) as null_reason
    from cells
    inner join labels using (table_id, specification, term)
    group by all

)

select * from final
