with

lines as (

    select * from {{ csv_lines(source('fred', 'fred_files'), 'series/fred/*.csv') }}

),

headers as (

    {{ csv_headers(
        '"observation_date,<SERIES>[,...]" or "DATE,<SERIES>[,...]"',
        "n_columns < 2 or list_contains(column_names, '')",
        ['OBSERVATION_DATE', 'DATE']
    ) }}

),

-- A cell is a value of the series that its column names.
cells as (

    {{ csv_cells('column_number <> date_position', 'column_name', ['%Y-%m-%d']) }}

),

final as (

    {{ readings_and_defects(reading_defect('YYYY-MM-DD')) }}

)

select * from final
