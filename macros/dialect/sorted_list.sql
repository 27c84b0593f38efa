{#- The different values of a group, a list in their order. -#}
{% macro sorted_list(value) -%}
    {{- return(adapter.dispatch('sorted_list', 'stockbond')(value)) -}}
{%- endmacro %}

{% macro duckdb__sorted_list(value) -%}
    list(distinct {{ value }} order by {{ value }})
{%- endmacro %}

{% macro spark__sorted_list(value) -%}
    sort_array(collect_set({{ value }}))
{%- endmacro %}
