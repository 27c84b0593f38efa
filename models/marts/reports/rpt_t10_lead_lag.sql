with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where table_id = 'T10'

),

final as (

    select
        row_number,
        row_label,
        term,
        sample,
        unit,
        {{ cell_columns('risky_spx') }},
        {{ cell_columns('risky_ust') }},
        {{ cell_columns('other_spx') }},
        {{ cell_columns('other_ust') }},
        {{ cell_columns('full_spx') }},
        {{ cell_columns('full_ust') }},
        string_agg(distinct null_reason, ', ' order by null_reason) as null_reason
    from cells
    group by all

)

select * from final
