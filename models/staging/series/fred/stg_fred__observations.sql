with

-- ALFRED's text files have tabs in place of commas; FRED's bulk text, which has none, is read by a model of its own.
lines as (

    select * from {{ csv_lines(source('fred', 'fred_files'), 'series/fred/*.csv') }}
    union all
    select * from {{ csv_lines(source('fred', 'fred_text_files'), 'series/fred/*.txt', 'chr(9)') }}
    qualify max(len(line_fields)) filter (where line_number = 1) over (partition by file) > 1

),

headers as (

    {{ csv_headers(
        '"observation_date,<SERIES>[,...]" or "DATE,<SERIES>[,...]"',
        "n_columns < 2 or list_contains(column_names, '')",
        ['OBSERVATION_DATE', 'DATE', 'PERIOD_START_DATE']
    ) }}

),

-- A cell is a value of the series that its column names, or the file's name where the column is called VALUE. Vintages
-- stand in columns of their own (DGS10_20240102), or on lines of their own with the first day of each.
cells as (

    {{ csv_cells(
        "column_number <> date_position and not starts_with(column_name, 'REALTIME_')",
        "case
            when column_name = 'VALUE' and list_has_any(headers.column_names, ['REALTIME_START_DATE', 'REALTIME_START'])
                then upper(parse_filename(" ~ published_name('lines.file') ~ ", true))
            else regexp_replace(column_name, '_[0-9]{8}$', '')
        end",
        ['%Y-%m-%d']
    ) }}

),

dated as (

    select
        *,
        line_fields[coalesce(
            list_position(column_names, 'REALTIME_START_DATE'), list_position(column_names, 'REALTIME_START')
        )] as realtime_text,
        coalesce(
            {{ date_from_text("regexp_extract(column_name, '_([0-9]{8})$', 1)", ['%Y%m%d']) }},
            {{ date_from_text('realtime_text', ['%Y-%m-%d']) }}
        ) as vintage_date,
        coalesce(
            {{ reading_defect('YYYY-MM-DD') }},
            case
                when realtime_text is not null and vintage_date is null
                    then '''' || realtime_text || ''' is not the first day of a vintage; expected YYYY-MM-DD'
            end
        ) as cell_defect
    from cells

),

final as (

    {{ readings_and_defects(
        'cell_defect', 'dated', ['line_text', 'source_column', 'observation_date', 'vintage_date', 'value']
    ) }}

)

select * from final
