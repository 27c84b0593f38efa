{#-
    Sets Spark's variable bar_files to the paths that a query gives as `file`. More than a thousand would be compared with each
    file for longer than it takes to read them: then, and without a query, it is NULL, and all are read.
-#}
{% macro set_files_to_read(query=none) -%}
    {%- if execute -%}
        {%- do query_rows('declare or replace variable bar_files array<string>') -%}
        {%- if query -%}
            {%- do query_rows(
                'set variable bar_files = (select case when count(distinct file) <= 1000 then collect_set(file) end'
                ~ ' from (' ~ query ~ '))'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
