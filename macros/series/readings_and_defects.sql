{#-
    What a reader of files gives: its cells, each with its defect in words, and one row per file whose header is wrong
    (CTE `headers`). `columns` are those of the cells beside file and line_number.
-#}
{% macro readings_and_defects(
    defect, cells='cells', columns=['line_text', 'source_column', 'observation_date', 'value']
) -%}
    select
        file,
        line_number,
        {% for column in columns -%}
            {{ column }},
        {% endfor -%}
        {{ defect }} as defect
    from {{ cells }}
    union all by name
    select
        file,
        1 as line_number,
        line_text,
        defect
    from headers
    where defect is not null
{%- endmacro %}
