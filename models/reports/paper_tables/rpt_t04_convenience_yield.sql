with

estimates as (

    select * from {{ ref('est_convenience_yield') }}

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
        {{ cell_columns('ust_basis_1y') }},
        {{ cell_columns('ust_basis_cip_adjusted_1y') }},
        {{ cell_columns('swap_spread_1y') }},
        {{ cell_columns('ust_basis_5y') }},
        {{ cell_columns('ust_basis_cip_adjusted_5y') }},
        {{ cell_columns('swap_spread_5y') }},
        string_agg(distinct cells.null_reason, ', ' order by cells.null_reason) as null_reason
    from cells
    inner join labels using (table_id, specification, term)
    group by all

)

select * from final
