{#-
    The prices of a session's one-minute list on points `step` minutes apart, from the open to the last point that leaves
    whole intervals of `minutes` (both are numbers): at each the last price of the interval that ends there, as prices_on_grid has those of
    the session's own grid, NULL where there is none. At the open the open of the first bar stands in that starts in the
    first interval. `open_place` is the open's place in the list.
-#}
{% macro prices_every(step, minutes, n_minutes, prices, open_place, first_open, first_open_minute) -%}
    {{- return(adapter.dispatch('prices_every', 'stockbond')(
        step, minutes, n_minutes, prices, open_place, first_open, first_open_minute
    )) -}}
{%- endmacro %}

{% macro default__prices_every(step, minutes, n_minutes, prices, open_place, first_open, first_open_minute) -%}
    {%- set on_points -%}
        list_slice({{ prices }}, {{ open_place }}, {{ open_place }} + {{ n_minutes }} // {{ step }} * {{ step }}, {{ step }})
    {%- endset -%}
    case
                when list_count({{ on_points }}) = {{ n_minutes }} // {{ step }} + 1 then {{ on_points }}
                else
                    list_transform(
                        range({{ n_minutes }} // {{ step }} + 1),
                        lambda point: coalesce(
                            {% for minute in range(minutes) -%}
                                {{ prices }}[greatest(0, {{ open_place }} + {{ step }} * point - {{ minute }})],
                            {% endfor -%}
                            case when point = 0 and {{ first_open_minute }} < {{ minutes }} then {{ first_open }} end
                        )
                    )
            end
{%- endmacro %}
