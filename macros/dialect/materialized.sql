{#- What keeps a common table expression from being asked anew by each who reads it, where the engine has a word for it. -#}
{% macro materialized() -%}
    {{- return(adapter.dispatch('materialized', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__materialized() -%}
    materialized
{%- endmacro %}

{% macro spark__materialized() -%}
    
{%- endmacro %}
