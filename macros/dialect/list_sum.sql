{#- Sum of a list in its order; NULL of an empty one. -#}
{% macro list_sum(numbers) -%}
    {{- return(adapter.dispatch('list_sum', 'stockbond')(numbers)) -}}
{%- endmacro %}

{% macro duckdb__list_sum(numbers) -%}
    list_sum({{ numbers }})
{%- endmacro %}

{% macro spark__list_sum(numbers) -%}
    case when array_size({{ numbers }}) > 0 then aggregate({{ numbers }}, 0D, (total, number) -> total + number) end
{%- endmacro %}
