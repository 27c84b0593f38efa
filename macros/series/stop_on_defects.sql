{#- Stop the build when a file of series holds lines that cannot be used, and name them. -#}
{% macro stop_on_defects(relation) -%}
    {%- if execute -%}
        {%- set found = run_query(
            'select file, line_number, left(line_text, 100), defect, count(*) over () from ' ~ relation
            ~ ' where defect is not null order by file, line_number, source_column limit 10'
        ) -%}
        {%- if found.rows | length > 0 -%}
            {%- set lines = [] -%}
            {%- for row in found.rows -%}
                {%- do lines.append('  ' ~ row[0] ~ ', line ' ~ row[1] ~ ': ' ~ row[3] ~ '\n    ' ~ row[2]) -%}
            {%- endfor -%}
            {%- set rest = found.rows[0][4] - found.rows | length -%}
            {{- exceptions.raise_compiler_error(
                'Daily series under ' ~ data_root() ~ ' cannot be read:\n'
                ~ lines | join('\n') ~ ('\n  and ' ~ rest ~ ' more' if rest > 0 else '')
                ~ '\nCorrect the file, or take it out of the data root, and build again.'
            ) -}}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
