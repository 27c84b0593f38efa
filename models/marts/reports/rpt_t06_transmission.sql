with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where table_id = 'T6'

),

final as (

    select
        row_number,
        row_label,
        term,
        sample,
        unit,
        {{ cell_columns('1', 'column_1') }},
        {{ cell_columns('2', 'column_2') }},
        string_agg(distinct null_reason, ', ' order by null_reason) as null_reason
    from cells
    group by all

)

select * from final
