{#- The warehouse of Spark whose tables of bars are taken in; empty where DuckDB reads the bars itself. -#}
{% macro vectors_from() -%}
    {{- return(env_var('STOCKBOND_VECTORS_FROM', '')) -}}
{%- endmacro %}
