{#- The elements of a list that a condition holds for; it calls each by a name. -#}
{% macro list_filter(elements, name, condition) -%}
    {{- return(adapter.dispatch('list_filter', 'stockbond')(elements, name, condition)) -}}
{%- endmacro %}

{% macro duckdb__list_filter(elements, name, condition) -%}
    list_filter({{ elements }}, lambda {{ name }}: {{ condition }})
{%- endmacro %}

{% macro spark__list_filter(elements, name, condition) -%}
    filter({{ elements }}, {{ name }} -> {{ condition }})
{%- endmacro %}
