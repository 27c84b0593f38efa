{#- The minutes of a session's grid after the open, as a list: 5, 10, ..., 390. -#}
{% macro grid_minutes(n_intervals) -%}
    {{- return(adapter.dispatch('grid_minutes', 'stockbond')(n_intervals)) -}}
{%- endmacro %}

{% macro duckdb__grid_minutes(n_intervals) -%}
    list_transform(
        range(1, {{ n_intervals }} + 1), lambda i: cast(i * {{ var('interval_minutes') }} as smallint)
    )
{%- endmacro %}
