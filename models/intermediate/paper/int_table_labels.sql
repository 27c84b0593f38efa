-- Where a cell of a table stands and what it is called: each of its rows under each of its columns.
with

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

table_columns as (

    select * from {{ ref('int_table_columns') }}

),

final as (

    select
        table_rows.table_id,
        table_columns.specification,
        table_rows.term,
        table_rows.row_number,
        table_rows.row_label,
        table_columns.column_number,
        table_columns.column_label,
        coalesce(table_columns.unit, table_rows.unit) as unit,
        table_rows.is_printed and table_columns.is_printed as is_printed
    from table_rows
    inner join table_columns on table_rows.table_id = table_columns.table_id

)

select * from final
