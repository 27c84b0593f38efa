{#-
    A model of bars, of the files that are to be read. On DuckDB its staging asks that; a view of Spark holds no variable, so that
    who reads it asks, and Spark opens no other file.
-#}
{% macro files_to_read(relation) -%}
    {{- return(adapter.dispatch('files_to_read', 'stockbond')(relation)) -}}
{%- endmacro %}

{% macro duckdb__files_to_read(relation) -%}
    {{ relation }}
{%- endmacro %}

{% macro spark__files_to_read(relation) -%}
    (
        select * from {{ relation }} where session.bar_files is null or array_contains(session.bar_files, file)
    )
{%- endmacro %}
