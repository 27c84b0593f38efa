with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where table_id = 'T7'

),

final as (

    select
        panel,
        case panel when 'A' then 'Adrian, Crump, and Moench (2013)' else 'Kim and Wright (2005)' end as panel_label,
        row_number,
        row_label,
        term,
        sample,
        unit,
        {{ cell_columns('1', 'column_1') }},
        {{ cell_columns('2', 'column_2') }},
        {{ cell_columns('3', 'column_3') }},
        {{ cell_columns('4', 'column_4') }},
        {{ cell_columns('5', 'column_5') }},
        string_agg(distinct null_reason, ', ' order by null_reason) as null_reason
    from cells
    group by all

)

select * from final
