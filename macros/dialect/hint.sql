{#- After `select`: a hint to Spark, where its rows are to lie. DuckDB has one place. -#}
{% macro hint(words) -%}
    {{- return(adapter.dispatch('hint', 'stockbond')(words)) -}}
{%- endmacro %}

{% macro duckdb__hint(words) -%}
{%- endmacro %}

{% macro spark__hint(words) -%}
    /*+ {{ words }} */{{ ' ' }}
{%- endmacro %}
