{#- The version of this package, whose functions DuckDB calls; Spark has none of them, and SQL alone decides. -#}
{% macro project_version() -%}
    {{- return(adapter.dispatch('project_version', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__project_version() -%}
    {{- return(query_rows('select package_version(' ~ sql_text('stockbond') ~ ')')[0][0]) -}}
{%- endmacro %}

{% macro spark__project_version() -%}
    {{- return('') -}}
{%- endmacro %}
