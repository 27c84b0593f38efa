-- The columns of the ten tables, called as the paper prints them where it does.
with

printed as (

    select distinct
        table_id,
        specification,
        column_label
    from {{ ref('int_printed_numbers') }}

),

table_columns as (

    select * from {{ ref('table_columns') }}

),

final as (

    select
        table_columns.table_id,
        table_columns.column_number,
        table_columns.specification,
        coalesce(printed.column_label, table_columns.column_label) as column_label,
        table_columns.unit,
        printed.specification is not null as is_printed
    from table_columns
    left join printed
        on table_columns.table_id = printed.table_id and table_columns.specification = printed.specification

)

select * from final
