{#-
    The log returns along a list of grid prices, times the leg's sign: one shorter than the list, NULL where
    either price is missing.
-#}
{% macro log_returns(prices, sign) -%}
    {{- return(adapter.dispatch('log_returns', 'stockbond')(prices, sign)) -}}
{%- endmacro %}

{% macro duckdb__log_returns(prices, sign) -%}
    list_transform(
        range(2, len({{ prices }}) + 1), lambda i: {{ sign }} * ln({{ prices }}[i] / {{ prices }}[i - 1])
    )
{%- endmacro %}

{% macro spark__log_returns(prices, sign) -%}
    zip_with(
        slice({{ prices }}, 2, array_size({{ prices }}) - 1),
        slice({{ prices }}, 1, array_size({{ prices }}) - 1),
        (later, earlier) -> {{ sign }} * ln(later / earlier)
    )
{%- endmacro %}
