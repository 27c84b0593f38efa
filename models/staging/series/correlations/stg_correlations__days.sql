with

lines as (

    select * from {{ csv_lines(source('correlations', 'correlation_files'), 'series/correlations/*.csv') }}

),

headers as (

    {{ csv_headers(
        '"date,correlation[,n_intervals]"',
        "not list_contains(column_names, 'CORRELATION')"
        " or not list_has_all(['DATE', 'CORRELATION', 'N_INTERVALS'], column_names)"
    ) }}

),

-- The file's name is the pair.
cells as (

    {{ csv_cells(
        "column_name = 'CORRELATION'", 'lower(parse_filename(' ~ published_name('lines.file') ~ ', true))', ['%Y-%m-%d']
    ) }}

),

counted as (

    select
        *,
        source_column as pair_id,
        value as correlation,
        coalesce(line_fields[list_position(column_names, 'N_INTERVALS')], '') as n_intervals_text,
        try_cast(n_intervals_text as integer) as n_intervals,
        coalesce(
            {{ reading_defect('YYYY-MM-DD') }},
            case
                when not value between -1 and 1
                    then 'a correlation of ' || value || '; expected one from -1 to 1'
                when
                    not {{ is_missing_text('n_intervals_text') }}
                    and not coalesce(n_intervals > 0 and n_intervals = try_cast(n_intervals_text as double), false)
                    then
                        'n_intervals is ''' || n_intervals_text || '''; expected a whole number above zero, or nothing'
                        || ' where it is not known'
            end
        ) as row_defect
    from cells

),

final as (

    {{ readings_and_defects(
        'row_defect', 'counted', ['line_text', 'pair_id', 'observation_date', 'correlation', 'n_intervals']
    ) }}

)

select * from final
