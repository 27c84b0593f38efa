{#-
    One row per day and column of a wide table, from a CTE `days` with column_names and line_fields: two lists
    unnested side by side, each value beside the name of its column. The first column is the date.
-#}
{% macro list_cells() -%}
    select
        file,
        line_number,
        date_text,
        observation_date,
        n_columns,
        len(line_fields) as n_fields,
        unnest(column_names[2:]) as source_column,
        unnest(line_fields[2:]) as field_text
    from days
{%- endmacro %}
