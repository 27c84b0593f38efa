{#- Between two queries whose columns have the same names. -#}
{% macro union_all_by_name() -%}
    {{- return(adapter.dispatch('union_all_by_name', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__union_all_by_name() -%}
    union all by name
{%- endmacro %}

{#- It has no such word: both queries have their columns in one order. -#}
{% macro spark__union_all_by_name() -%}
    union all
{%- endmacro %}
