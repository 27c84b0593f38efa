{#- The last price that ended in the last interval before the close: `close_at` counts from the first of the prices. -#}
{% macro closing_price(prices, close_at) -%}
    coalesce(
            {% for minute in range(var('interval_minutes')) -%}
                {{ prices }}[greatest({{ close_at }} + {{ 1 - minute }}, 0)]{{ ',' if not loop.last }}
            {% endfor -%}
        )
{%- endmacro %}
