with

lines as (

    select * from {{ csv_lines(source('cboe', 'cboe_files'), 'series/cboe/VIX_History*.csv') }}

),

headers as (

    {{ csv_headers(
        '"DATE,OPEN,HIGH,LOW,CLOSE" (DATE and CLOSE are read)', "not list_contains(column_names, 'CLOSE')"
    ) }}

),

-- Of the day's quotes only the close is used.
cells as (

    {{ csv_cells("column_name = 'CLOSE'", 'column_name', ['%m/%d/%Y', '%Y-%m-%d']) }}

),

final as (

    {{ readings_and_defects(reading_defect('MM/DD/YYYY or YYYY-MM-DD')) }}

)

select * from final
