with

lines as (

    select * from {{ csv_lines(source('nyfed', 'acm_plain_files'), 'series/nyfed/acm_10y_term_premium*.csv') }}

),

headers as (

    {{ csv_headers('"date,value"', "not list_contains(column_names, 'VALUE')") }}

),

-- The file holds the ten-year premium, the workbook's column ACMTP10.
cells as (

    {{ csv_cells("column_name = 'VALUE'", "'ACMTP10'", ['%Y-%m-%d']) }}

),

final as (

    {{ readings_and_defects(reading_defect('YYYY-MM-DD')) }}

)

select * from final
