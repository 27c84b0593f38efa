{#-
    The prices of a day's minute vector at every interval_minutes from var vector_open on: at each point the last price of
    the interval that ends there, NULL where there is none. `prices_at` is the minute of the vector on which the prices begin.
-#}
{% macro prices_on_points(prices, prices_at) -%}
    {%- set interval = var('interval_minutes') -%}
    list_transform(
        range(0, {{ n_vector_minutes() }}, {{ interval }}),
        lambda minute: coalesce(
            {% for before in range(interval) -%}
                {{ prices }}[greatest(minute + {{ 1 - before }} - {{ prices_at }}, 0)]{{ ',' if not loop.last }}
            {% endfor -%}
        )
    )
{%- endmacro %}
