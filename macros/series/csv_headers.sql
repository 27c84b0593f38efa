{#-
    The first line of each CSV file, from a CTE `lines` as csv_lines gives it: the names of the columns in capitals,
    where the date stands (the first of `date_names` that is there), and the defect of a header that misfits.
    `misfit` is a condition on column_names, n_columns and date_position; `expected` says the header in words.
-#}
{% macro csv_headers(expected, misfit, date_names=['DATE']) -%}
    select
        file,
        line_text,
        len(line_fields) as n_columns,
        list_transform(line_fields, lambda field: upper(field)) as column_names,
        coalesce(
            {%- for name in date_names %}
            list_position(column_names, '{{ name }}'){{ ',' if not loop.last }}
            {%- endfor %}
        ) as date_position,
        case
            when date_position is null or {{ misfit }} then 'expected the header {{ expected }}'
            when n_lines = 1 then 'no line below the header'
        end as defect
    from lines
    where line_number = 1
{%- endmacro %}
