with

estimates as (

    select * from {{ ref('est_lead_lag') }}

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
        {{ cell_columns('risky_spx') }},
        {{ cell_columns('risky_ust') }},
        {{ cell_columns('other_spx') }},
        {{ cell_columns('other_ust') }},
        {{ cell_columns('full_spx') }},
        {{ cell_columns('full_ust') }},
        string_agg(distinct cells.null_reason, ', ' order by cells.null_reason) as null_reason
    from cells
    inner join labels using (table_id, specification, term)
    group by all

)

select * from final
