with

lines as (

    select *
    from {{ file_lines(source('kenneth_french', 'factor_files'), 'series/kenneth_french/*.[cC][sS][vV]') }}
),

-- Some lines of text come before the header, which begins with a comma.
headers as (

    select
        file,
        arg_min(line_text, line_number) as line_text,
        min(line_number) filter (where regexp_matches(line_text, '^\s*,.*\bRF\b')) as header_line,
        max(line_number) filter (where regexp_matches(line_text, '^ *[0-9]{8},')) as last_line,
        arg_min(line_text, line_number) filter (where regexp_matches(line_text, '^\s*,.*\bRF\b')) as header_text,
        list_transform({{ split_fields('header_text') }}, lambda field: upper(field)) as column_names,
        len(column_names) as n_columns,
        case
            when header_line is null then 'expected a header like ",Mkt-RF,SMB,HML,RF" after some lines of text'
            when coalesce(last_line, 0) < header_line then 'no line below the header'
        end as defect
    from lines
    group by file

),

-- The table ends with the first blank line; a footer follows.
days as (

    select
        lines.*,
        headers.n_columns,
        headers.column_names,
        {{ split_fields('lines.line_text') }} as line_fields,
        line_fields[1] as date_text,
        {{ date_from_text('line_fields[1]', ['%Y%m%d']) }} as observation_date
    from headers
    inner join lines on headers.file = lines.file and headers.header_line < lines.line_number
    where headers.defect is null
    qualify
        count(*) filter (where trim(lines.line_text) = '') over (
            partition by lines.file order by lines.line_number
        ) = 0

),

cells as (

    {{ list_cells() }}

),

-- -99.99 and -999 are the library's signs of a missing value.
valued as (

    select
        *,
        case when try_cast(field_text as double) in (-99.99, -999) then '' else coalesce(field_text, '') end
            as value_text,
        {{ number_from_text('value_text') }} as value
    from cells

),

final as (

    {{ readings_and_defects(
        reading_defect('YYYYMMDD', 'n_fields'), 'valued', ['source_column', 'observation_date', 'value']
    ) }}

)

select * from final
