{#- Mean of a list; NULL of an empty one. -#}
{% macro list_avg(numbers) -%}
    {{- return(adapter.dispatch('list_avg', 'stockbond')(numbers)) -}}
{%- endmacro %}

{% macro duckdb__list_avg(numbers) -%}
    list_avg({{ numbers }})
{%- endmacro %}

{% macro spark__list_avg(numbers) -%}
    aggregate({{ numbers }}, 0D, (total, number) -> total + number) / nullif(array_size({{ numbers }}), 0)
{%- endmacro %}
