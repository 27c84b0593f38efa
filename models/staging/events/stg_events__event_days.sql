with

lines as (

    select *
    from {{ csv_lines(source('events', 'event_files'), 'events/*.csv') }}
    where file <> 'events/fomc.csv'

),

headers as (

    {{ csv_headers(
        '"event_date[,event_time_et][,subset]"',
        "not list_has_all(['EVENT_DATE', 'EVENT_TIME_ET', 'SUBSET'], column_names)",
        ['EVENT_DATE']
    ) }}

),

-- The file's name names the set.
cells as (

    select
        lines.*,
        headers.n_columns,
        lower(parse_filename(lines.file, true)) as event_type,
        lines.line_fields[headers.date_position] as date_text,
        {{ date_from_text('date_text', ['%Y-%m-%d']) }} as event_date,
        nullif(lines.line_fields[list_position(headers.column_names, 'EVENT_TIME_ET')], '') as event_time_et,
        nullif(lower(lines.line_fields[list_position(headers.column_names, 'SUBSET')]), '') as event_subset
    from headers
    inner join lines on headers.file = lines.file and lines.line_number > 1
    where headers.defect is null

),

final as (

    {{ readings_and_defects(
        event_defect(), columns=['line_text', 'event_type', 'event_date', 'event_time_et', 'event_subset']
    ) }}

)

select * from final
