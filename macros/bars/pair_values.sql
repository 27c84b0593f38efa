{#- The values of a list of (order, value) pairs made by sorted_pairs. -#}
{% macro pair_values(pairs, value_column) -%}
    {{- return(adapter.dispatch('pair_values', 'stockbond')(pairs, value_column)) -}}
{%- endmacro %}

{% macro duckdb__pair_values(pairs, value_column) -%}
    list_transform({{ pairs }}, lambda pair: pair.{{ value_column }})
{%- endmacro %}
