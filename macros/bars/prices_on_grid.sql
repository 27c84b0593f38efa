{#-
    The prices of grid points 0 to n_intervals in order, from two lists in any common order: the points that have a price,
    and these prices. NULL at a point that has none.
-#}
{% macro prices_on_grid(grid_points, prices, n_intervals) -%}
    {{- return(adapter.dispatch('prices_on_grid', 'stockbond')(grid_points, prices, n_intervals)) -}}
{%- endmacro %}

{% macro duckdb__prices_on_grid(grid_points, prices, n_intervals) -%}
    list_transform(
        range({{ n_intervals }} + 1), lambda point: {{ prices }}[list_position({{ grid_points }}, cast(point as smallint))]
    )
{%- endmacro %}
