with

lines as (

    select * from {{ file_lines(source('fed', 'curve_files'), 'series/fed/*.csv') }}
    where trim(line_text) <> ''

),

-- Some lines of text come before the header.
headers as (

    select
        file,
        arg_min(line_text, line_number) as line_text,
        min(line_number) filter (where regexp_matches(line_text, '^"?Date"?,', 'i')) as header_line,
        max(line_number) as last_line,
        arg_min(line_text, line_number) filter (where regexp_matches(line_text, '^"?Date"?,', 'i')) as header_text,
        list_transform({{ split_fields('header_text') }}, lambda field: upper(field)) as column_names,
        len(column_names) as n_columns,
        case
            when header_line is null
                then 'expected a header that begins with "Date,", after some lines of text or none'
            when not list_has_any(column_names, ['SVENY01', 'SVENY10', 'THREEFYTP1000.B', 'THREEFYTP10'])
                then 'line ' || header_line || ': expected the columns SVENY01 to SVENY30 or THREEFYTP1000.B'
            when header_line = last_line then 'no line below the header'
        end as defect
    from lines
    group by file

),

days as (

    select
        lines.*,
        headers.n_columns,
        headers.column_names,
        {{ split_fields('lines.line_text') }} as line_fields,
        line_fields[1] as date_text,
        {{ date_from_text('line_fields[1]', ['%Y-%m-%d', '%m/%d/%Y']) }} as observation_date
    from headers
    inner join lines on headers.file = lines.file and headers.header_line < lines.line_number
    where headers.defect is null

),

-- Of some hundred columns zero-coupon yields and term premia are kept. The files write -999.99 for what is missing.
cells as (

    {{ list_cells() }}

),

valued as (

    select
        *,
        case when field_text = '-999.99' then '' else coalesce(field_text, '') end as value_text,
        {{ number_from_text('value_text') }} as value
    from cells
    where regexp_matches(source_column, '^(SVENY|THREEFYTP)[0-9]') or source_column is null

),

final as (

    {{ readings_and_defects(
        reading_defect('YYYY-MM-DD', 'n_fields'), 'valued', ['source_column', 'observation_date', 'value']
    ) }}

)

select * from final
