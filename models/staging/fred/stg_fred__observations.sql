with

source as (

    select *
    from
        {{ files_or_empty(
            source('fred', 'fred_files'), 'series/fred/*.csv', {'filename': 'varchar', 'content': 'varchar'}
        ) }}

),

numbered as (

    select
        {{ path_in_root('filename') }} as file,
        unnest({{ split_lines('content') }}) as line_text,
        generate_subscripts({{ split_lines('content') }}, 1) as line_number
    from source

),

lines as (

    select
        *,
        {{ split_fields('line_text') }} as line_fields,
        count(*) over (partition by file) as n_lines
    from numbered
    where line_number = 1 or trim(line_text) <> ''

),

headers as (

    select
        file,
        line_text,
        n_lines,
        len(line_fields) as n_columns,
        list_transform(line_fields, lambda field: upper(field)) as column_names,
        coalesce(list_position(column_names, 'OBSERVATION_DATE'), list_position(column_names, 'DATE'))
            as date_position,
        case
            when date_position is null or n_columns < 2 or list_contains(column_names, '')
                then 'expected the header "observation_date,<SERIES>[,...]" or "DATE,<SERIES>[,...]"'
            when n_lines = 1 then 'no line below the header'
        end as defect
    from lines
    where line_number = 1

),

-- A cell is a value of the series that its column names.
cells as (

    select
        lines.*,
        headers.n_columns,
        headers.column_names[header_columns.column_number] as source_column,
        lines.line_fields[headers.date_position] as date_text,
        {{ date_from_text('lines.line_fields[headers.date_position]', ['%Y-%m-%d']) }}
            as observation_date,
        lines.line_fields[header_columns.column_number] as value_text,
        {{ number_from_text('lines.line_fields[header_columns.column_number]') }} as value
    from headers
    inner join lines on headers.file = lines.file and lines.line_number > 1
    cross join unnest(range(1, headers.n_columns + 1)) as header_columns (column_number)
    where headers.defect is null and header_columns.column_number <> headers.date_position

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
