-- Seeds table_rows and table_columns carry the labels of the numbers that the paper prints, in its order.
with

printed as (

    select distinct
        table_id,
        specification,
        term,
        row_label,
        column_label
    from {{ ref('paper_reported_estimates') }}

)

select
    printed.*,
    table_rows.row_label as our_row_label,
    table_columns.column_label as our_column_label
from printed
left join {{ ref('table_rows') }} as table_rows using (table_id, term)
left join {{ ref('table_columns') }} as table_columns using (table_id, specification)
where
    printed.row_label is distinct from table_rows.row_label
    or printed.column_label is distinct from table_columns.column_label
    or not table_rows.is_printed
    or not table_columns.is_printed
