{#-
    The prices of a session's grid from a day's one-minute prices: at each point the last price of the interval that ends
    there, NULL where there is none. Without a price by the open, the open of the first bar stands in that starts in the
    first interval. `open_at` counts the minutes from the first of the prices to the session's open; it may lie before it.
-#}
{% macro prices_on_grid(prices, open_at, n_intervals, first_open, first_open_minute) -%}
    {{- return(adapter.dispatch('prices_on_grid', 'stockbond')(prices, open_at, n_intervals, first_open, first_open_minute)) -}}
{%- endmacro %}

{% macro duckdb__prices_on_grid(prices, open_at, n_intervals, first_open, first_open_minute) -%}
    {%- set interval = var('interval_minutes') -%}
    {%- set on_points -%}
        list_slice({{ prices }}, {{ open_at }} + 1, {{ open_at }} + {{ n_intervals }} * {{ interval }} + 1, {{ interval }})
    {%- endset -%}
    case
            when {{ open_at }} >= 0 and list_count({{ on_points }}) = {{ n_intervals }} + 1 then {{ on_points }}
            else
                list_transform(
                    range({{ n_intervals }} + 1),
                    lambda point: coalesce(
                        {% for minute in range(interval) -%}
                            {{ prices }}[greatest({{ open_at }} + {{ interval }} * point + {{ 1 - minute }}, 0)],
                        {% endfor -%}
                        case when point = 0 and {{ first_open_minute }} < {{ interval }} then {{ first_open }} end
                    )
                )
        end
{%- endmacro %}

{% macro spark__prices_on_grid(prices, open_at, n_intervals, first_open, first_open_minute) -%}
    {%- set interval = var('interval_minutes') -%}
    transform(
            sequence(0, cast({{ n_intervals }} as integer)),
            point -> coalesce(
                {% for minute in range(interval) -%}
                    {{ price_at(prices, open_at ~ ' + ' ~ interval ~ ' * point + ' ~ (1 - minute)) }},
                {% endfor -%}
                case when point = 0 and {{ first_open_minute }} < {{ interval }} then {{ first_open }} end
            )
        )
{%- endmacro %}
