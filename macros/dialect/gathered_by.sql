{#-
    After `select`: rows with one value of a column lie in one place, so that what is joined by it and more is not moved again,
    and a partition of a table is one file. DuckDB has one place.
-#}
{% macro gathered_by(column) -%}
    {{- return(adapter.dispatch('gathered_by', 'stockbond')(column)) -}}
{%- endmacro %}

{% macro duckdb__gathered_by(column) -%}
{%- endmacro %}

{% macro spark__gathered_by(column) -%}
    /*+ repartition({{ column }}) */{{ ' ' }}
{%- endmacro %}
