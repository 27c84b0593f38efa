{#-
    One row per line below the header and value column, from the CTEs `lines` and `headers` of csv_lines and
    csv_headers. `is_value` picks the value columns, a condition on column_name, column_number and date_position;
    `source_column` is an expression that names the series of a cell.
-#}
{% macro csv_cells(is_value, source_column, date_formats) -%}
    select
        lines.*,
        headers.n_columns,
        headers.column_names,
        headers.date_position,
        header_columns.column_number,
        headers.column_names[header_columns.column_number] as column_name,
        {{ source_column }} as source_column,
        lines.line_fields[headers.date_position] as date_text,
        {{ date_from_text('date_text', date_formats) }} as observation_date,
        lines.line_fields[header_columns.column_number] as value_text,
        {{ number_from_text('value_text') }} as value
    from headers
    inner join lines on headers.file = lines.file and lines.line_number > 1
    cross join unnest(range(1, headers.n_columns + 1)) as header_columns (column_number)
    where headers.defect is null and ({{ is_value }})
{%- endmacro %}
