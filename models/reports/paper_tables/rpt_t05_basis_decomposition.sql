with

estimates as (

    select * from {{ ref('est_basis_decomposition') }}

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
        max(labels.unit) filter (where specification = 'd_basis') as unit,
        {{ cell_columns('d_basis') }},
        {{ cell_columns('d_yield_ust') }},
        {{ cell_columns('d_yield_synthetic') }},
        {{ cell_columns('d_yield_gap') }},
        {{ cell_columns('d_hedging_cost') }},
        max(value) filter (where specification = 'match_distance') as match_distance,
        max(n_obs) filter (where specification = 'd_basis') as n_days,
        string_agg(distinct cells.null_reason, ', ' order by cells.null_reason) as null_reason
    from cells
    inner join labels using (table_id, specification, term)
    group by all

)

select * from final
