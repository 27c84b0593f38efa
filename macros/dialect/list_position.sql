{#- The place of a value in a list, counted from 1. -#}
{% macro list_position(elements, value) -%}
    {{- return(adapter.dispatch('list_position', 'stockbond')(elements, value)) -}}
{%- endmacro %}

{% macro duckdb__list_position(elements, value) -%}
    list_position({{ elements }}, {{ value }})
{%- endmacro %}

{% macro spark__list_position(elements, value) -%}
    nullif(array_position({{ elements }}, {{ value }}), 0)
{%- endmacro %}
