{#-
    The lines of the text files that a source reads, as a relation of file, line_number and line_text; no rows
    where the data root has no such file. A README, or a name that begins with _, lies beside the data.
-#}
{% macro file_lines(relation, pattern) -%}
    (
        select
            {{ path_in_root('filename') }} as file,
            unnest({{ split_lines('content') }}) as line_text,
            generate_subscripts({{ split_lines('content') }}, 1) as line_number
        from {{ files_or_empty(relation, pattern, {'filename': 'varchar', 'content': 'varchar'}) }}
        where not regexp_matches(parse_filename(filename), '^(_|README)', 'i')
    )
{%- endmacro %}
