{#- An expression of each element of a list, which it calls by a name. -#}
{% macro list_transform(elements, name, expression) -%}
    {{- return(adapter.dispatch('list_transform', 'stockbond')(elements, name, expression)) -}}
{%- endmacro %}

{% macro duckdb__list_transform(elements, name, expression) -%}
    list_transform({{ elements }}, lambda {{ name }}: {{ expression }})
{%- endmacro %}

{% macro spark__list_transform(elements, name, expression) -%}
    transform({{ elements }}, {{ name }} -> {{ expression }})
{%- endmacro %}
