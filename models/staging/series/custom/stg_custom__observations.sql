with

lines as (

    select * from {{ csv_lines(source('custom', 'custom_files'), 'series/custom/*.csv') }}

),

headers as (

    {{ csv_headers('"date,value"', "not list_contains(column_names, 'VALUE')") }}

),

-- The file's name, not its header, names the series.
cells as (

    {{ csv_cells(
        "column_name = 'VALUE'", 'upper(parse_filename(' ~ published_name('lines.file') ~ ', true))', ['%Y-%m-%d']
    ) }}

),

final as (

    {{ readings_and_defects(reading_defect('YYYY-MM-DD')) }}

)

select * from final
