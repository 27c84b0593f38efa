{#- A list of grid prices as the var gap_fill wants it: gaps left missing (none) or filled (previous_tick). -#}
{% macro fill_gaps(prices) -%}
    {{- return(adapter.dispatch('fill_gaps', 'stockbond')(prices)) -}}
{%- endmacro %}

{% macro duckdb__fill_gaps(prices) -%}
    {%- if var('gap_fill') == 'none' -%}
        {{ prices }}
    {%- elif var('gap_fill') == 'previous_tick' -%}
        list_transform(
            range(1, len({{ prices }}) + 1),
            lambda i: list_aggregate(list_filter({{ prices }}[1:i], lambda price: price is not null), 'last')
        )
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            "var gap_fill is '" ~ var('gap_fill') ~ "'; expected 'none' (a gap is missing) or 'previous_tick'"
        ) }}
    {%- endif -%}
{%- endmacro %}
