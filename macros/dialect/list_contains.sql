{#- Is a value in a list? -#}
{% macro list_contains(elements, value) -%}
    {{- return(adapter.dispatch('list_contains', 'stockbond')(elements, value)) -}}
{%- endmacro %}

{% macro duckdb__list_contains(elements, value) -%}
    list_contains({{ elements }}, {{ value }})
{%- endmacro %}

{% macro spark__list_contains(elements, value) -%}
    array_contains({{ elements }}, {{ value }})
{%- endmacro %}
