{#-
    The log return of each interval of the grid without its first minute, times the leg's sign: from the one-minute price
    a minute after the interval begins to the grid price at its end, NULL where either is missing. `open_at` counts the
    minutes from the first of the prices to the session's open; it may lie before it.
-#}
{% macro late_returns(prices, grid_prices, open_at, sign) -%}
    {{- return(adapter.dispatch('late_returns', 'stockbond')(prices, grid_prices, open_at, sign)) -}}
{%- endmacro %}

{% macro default__late_returns(prices, grid_prices, open_at, sign) -%}
    {#- Element 0 of a list is NULL; a negative one would count from the end. -#}
    {%- set a_minute_in = open_at ~ ' + ' ~ var('interval_minutes') ~ ' * (i - 1) + 2' -%}
    list_transform(
            range(1, len({{ grid_prices }})),
            lambda i: {{ sign }} * ln({{ grid_prices }}[i + 1] / {{ prices }}[greatest({{ a_minute_in }}, 0)])
        )
{%- endmacro %}
