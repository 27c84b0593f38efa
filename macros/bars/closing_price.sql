{#- The last price that ended in the last interval before the close: `close_at` counts from the first of the prices. -#}
{% macro closing_price(prices, close_at) -%}
    coalesce(
            {% for minute in range(var('interval_minutes')) -%}
                {{ price_at(prices, close_at ~ ' + ' ~ (1 - minute)) }}{{ ',' if not loop.last }}
            {% endfor -%}
        )
{%- endmacro %}
