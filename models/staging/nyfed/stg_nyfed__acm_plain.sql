with

lines as (

    select
        *,
        {{ split_fields('line_text') }} as line_fields,
        count(*) over (partition by file) as n_lines
    from {{ file_lines(source('nyfed', 'acm_plain_files'), 'series/nyfed/acm_10y_term_premium.csv') }}
    where line_number = 1 or trim(line_text) <> ''

),

headers as (

    select
        file,
        line_text,
        len(line_fields) as n_columns,
        list_transform(line_fields, lambda field: upper(field)) as column_names,
        list_position(column_names, 'DATE') as date_position,
        list_position(column_names, 'VALUE') as value_position,
        case
            when date_position is null or value_position is null then 'expected the header "date,value"'
            when n_lines = 1 then 'no line below the header'
        end as defect
    from lines
    where line_number = 1

),

-- The file holds the ten-year premium, the workbook's column ACMTP10.
cells as (

    select
        lines.*,
        headers.n_columns,
        'ACMTP10' as source_column,
        lines.line_fields[headers.date_position] as date_text,
        {{ date_from_text('lines.line_fields[headers.date_position]', ['%Y-%m-%d']) }} as observation_date,
        lines.line_fields[headers.value_position] as value_text,
        {{ number_from_text('lines.line_fields[headers.value_position]') }} as value
    from headers
    inner join lines on headers.file = lines.file and lines.line_number > 1
    where headers.defect is null

),

final as (

    select
        file,
        line_number,
        line_text,
        source_column,
        observation_date,
        value,
        {{ reading_defect('YYYY-MM-DD') }} as defect
    from cells
    union all by name
    select
        file,
        1 as line_number,
        line_text,
        defect
    from headers
    where defect is not null

)

select * from final
