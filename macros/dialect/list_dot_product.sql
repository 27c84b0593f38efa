{#- Sum of the products of two lists of one length, in their order. -#}
{% macro list_dot_product(x, y) -%}
    {{- return(adapter.dispatch('list_dot_product', 'stockbond')(x, y)) -}}
{%- endmacro %}

{% macro duckdb__list_dot_product(x, y) -%}
    list_dot_product({{ x }}, {{ y }})
{%- endmacro %}

{% macro spark__list_dot_product(x, y) -%}
    aggregate(zip_with({{ x }}, {{ y }}, (a, b) -> a * b), 0D, (total, product) -> total + product)
{%- endmacro %}
