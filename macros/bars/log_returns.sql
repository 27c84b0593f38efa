{#-
    The log returns along a list of grid prices, times the leg's sign: one shorter than the list, NULL where
    either price is missing.
-#}
{% macro log_returns(prices, sign) -%}
    {{- return(adapter.dispatch('log_returns', 'stockbond')(prices, sign)) -}}
{%- endmacro %}

{#- Pairs of neighbours: a lambda that looks into the whole list by position costs twice as much. -#}
{% macro duckdb__log_returns(prices, sign) -%}
    list_transform(
        list_zip({{ prices }}[2:], {{ prices }}[:-2]), lambda pair: {{ sign }} * ln(pair[1] / pair[2])
    )
{%- endmacro %}
