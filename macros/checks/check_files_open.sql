{#- May we read everything in the data root? DuckDB passes over a closed folder or a link to nothing as if it were empty. -#}
{% macro check_files_open() -%}
    {%- set closed = query_rows('select closed_paths(' ~ sql_text(data_root()) ~ ')')[0][0] -%}
    {%- if closed -%}
        {%- do stop(
            'Files or folders of the data root ' ~ data_root() ~ ' may not be read: permission denied, or links that lead nowhere.',
            closed.split('\n'),
            'give the user who builds permission to read them (chmod, chown), mend the links, or take them out of the data root.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
