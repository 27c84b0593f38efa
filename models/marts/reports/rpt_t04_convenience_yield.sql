with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where table_id = 'T4'

),

final as (

    select
        row_number,
        row_label,
        term,
        sample,
        unit,
        {{ cell_columns('ust_basis_1y') }},
        {{ cell_columns('ust_basis_cip_adjusted_1y') }},
        {{ cell_columns('swap_spread_1y') }},
        {{ cell_columns('ust_basis_5y') }},
        {{ cell_columns('ust_basis_cip_adjusted_5y') }},
        {{ cell_columns('swap_spread_5y') }},
        string_agg(distinct null_reason, ', ' order by null_reason) as null_reason
    from cells
    group by all

)

select * from final
