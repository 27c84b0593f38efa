{#- A list of prices in which a gap has the price before it; gaps before the first price stay. -#}
{% macro previous_tick(prices) -%}
    {{- return(adapter.dispatch('previous_tick', 'stockbond')(prices)) -}}
{%- endmacro %}

{% macro duckdb__previous_tick(prices) -%}
    list_transform(
        range(1, len({{ prices }}) + 1),
        lambda i: list_aggregate(list_filter({{ prices }}[1:i], lambda price: price is not null), 'last')
    )
{%- endmacro %}

{% macro spark__previous_tick(prices) -%}
    aggregate(
        {{ prices }},
        cast(array() as array<double>),
        (filled, price) -> array_append(filled, coalesce(price, try_element_at(filled, -1)))
    )
{%- endmacro %}
