with

estimates as (

    select * from {{ ref('est_term_premium') }}

),

labels as (

    select * from {{ ref('int_table_labels') }}

),

cells as (

    {{ printed_cells('estimates') }}

),

final as (

    select
        cells.panel,
        case cells.panel
            when 'A' then 'Adrian, Crump, and Moench (2013)' else 'Kim and Wright (2005)'
        end as panel_label,
        labels.row_number,
        labels.row_label,
        cells.term,
        cells.sample,
        labels.unit,
        {{ cell_columns('1', 'column_1') }},
        {{ cell_columns('2', 'column_2') }},
        {{ cell_columns('3', 'column_3') }},
        {{ cell_columns('4', 'column_4') }},
        {{ cell_columns('5', 'column_5') }},
        string_agg(distinct cells.null_reason, ', ' order by cells.null_reason) as null_reason
    from cells
    inner join labels using (table_id, specification, term)
    group by all

)

select * from final
