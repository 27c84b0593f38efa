with

sheet_rows as (

    select * from {{ source('hpw', 'noise_workbooks') }}

),

-- The header is the first row that begins with "date"; the measure stands in the second column.
headers as (

    select
        file,
        array_to_string(arg_min(line_fields, line_number), ',') as line_text,
        min(line_number) filter (where lower(line_fields[1]) = 'date') as header_line,
        max(line_number) as last_line,
        case
            when max(defect) is not null then max(defect)
            when header_line is null then 'expected a row "date, noise (bp)" on the first sheet'
            when header_line = last_line then 'no row below the header'
        end as defect
    from sheet_rows
    group by file

),

cells as (

    select
        sheet_rows.file,
        sheet_rows.line_number,
        array_to_string(sheet_rows.line_fields, ',') as line_text,
        'NOISE' as source_column,
        -- Notes may stand beside the two columns.
        2 as n_columns,
        sheet_rows.line_fields[1:2] as line_fields,
        sheet_rows.line_fields[1] as date_text,
        {{ date_from_text('sheet_rows.line_fields[1]', ['%Y-%m-%d', '%Y%m%d', '%m/%d/%Y']) }} as observation_date,
        sheet_rows.line_fields[2] as value_text,
        {{ number_from_text('sheet_rows.line_fields[2]') }} as value
    from headers
    inner join sheet_rows on headers.file = sheet_rows.file and headers.header_line < sheet_rows.line_number
    where headers.defect is null

),

final as (

    {{ readings_and_defects(reading_defect('a day, as YYYY-MM-DD')) }}

)

select * from final
