with

lines as (

    select * from {{ file_lines(source('fred', 'fred_text_files'), 'series/fred/*.txt') }}

),

-- The header ends with the names of the two columns. Files with tabs in their first line are tables
-- (stg_fred__observations).
headers as (

    select
        file,
        arg_min(line_text, line_number) as line_text,
        max(upper(trim(substr(line_text, 11)))) filter (where line_text like 'Series ID:%') as source_column,
        min(line_number) filter (where regexp_full_match(trim(line_text), 'DATE\s+VALUE')) as header_line,
        max(line_number) filter (where trim(line_text) <> '') as last_line,
        case
            when source_column is null or source_column = '' then 'no line "Series ID: <ID>"'
            when header_line is null then 'expected a header that ends with the line "DATE VALUE"'
            when header_line = last_line then 'no line below the header'
        end as defect
    from lines
    group by file
    having not contains(arg_min(line_text, line_number), chr(9))

),

cells as (

    select
        lines.file,
        lines.line_number,
        lines.line_text,
        headers.source_column,
        2 as n_columns,
        string_split_regex(trim(lines.line_text), '\s+') as line_fields,
        line_fields[1] as date_text,
        {{ date_from_text('line_fields[1]', ['%Y-%m-%d']) }} as observation_date,
        line_fields[2] as value_text,
        {{ number_from_text('line_fields[2]') }} as value
    from headers
    inner join lines on headers.file = lines.file and headers.header_line < lines.line_number
    where headers.defect is null and trim(lines.line_text) <> ''

),

final as (

    {{ readings_and_defects(reading_defect('YYYY-MM-DD')) }}

)

select * from final
