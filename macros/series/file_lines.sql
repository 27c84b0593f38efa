{#-
    The lines of the text files that a source reads, as a relation of file, line_number and line_text; no rows
    where the data root has no such file.
-#}
{% macro file_lines(relation, pattern) -%}
    (
        select
            {{ path_in_root('filename') }} as file,
            unnest({{ split_lines('content') }}) as line_text,
            generate_subscripts({{ split_lines('content') }}, 1) as line_number
        from {{ files_or_empty(relation, pattern, {'filename': 'varchar', 'content': 'varchar'}) }}
    )
{%- endmacro %}
