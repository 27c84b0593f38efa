{#- Variance of a list, over its number of elements. -#}
{% macro list_variance(numbers) -%}
    {{- return(adapter.dispatch('list_variance', 'stockbond')(numbers)) -}}
{%- endmacro %}

{% macro duckdb__list_variance(numbers) -%}
    list_aggregate({{ numbers }}, 'var_pop')
{%- endmacro %}

{% macro spark__list_variance(numbers) -%}
    get(transform(
                array({{ list_avg(numbers) }}),
                mean -> aggregate({{ numbers }}, 0D, (total, number) -> total + (number - mean) * (number - mean))
            ), 0) / nullif(array_size({{ numbers }}), 0)
{%- endmacro %}
