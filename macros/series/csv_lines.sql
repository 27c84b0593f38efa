{#-
    The lines of CSV files that are not blank, split into fields, with the number of such lines of the file; `separator` is
    an expression.
-#}
{% macro csv_lines(relation, pattern, separator="','") -%}
    (
        select
            *,
            {{ split_fields('line_text', separator) }} as line_fields,
            count(*) over (partition by file) as n_lines
        from {{ file_lines(relation, pattern) }}
        where line_number = 1 or trim(line_text) <> ''
    )
{%- endmacro %}
