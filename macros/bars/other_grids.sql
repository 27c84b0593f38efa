{#- The grids beside the session's own: name, minutes of a return, and minutes from one point to the next. -#}
{% macro other_grids() -%}
    {{- return([
        ('grid_1m', 1, 1), ('grid_10m', 10, 10), ('grid_15m', 15, 15), ('grid_30m', 30, 30),
        ('subsampled', var('interval_minutes'), 1)
    ]) -}}
{%- endmacro %}
