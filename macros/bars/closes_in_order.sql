{#-
    The closes of a whole day in the order of their grid points (0, 1, ..., 78). Bars mostly come in the order of time:
    then nothing is sorted.
-#}
{% macro closes_in_order(grid_points, closes) -%}
    {{- return(adapter.dispatch('closes_in_order', 'stockbond')(grid_points, closes)) -}}
{%- endmacro %}

{#- The first branch is the second for a full day, whose list is made once and not for every row. -#}
{% macro duckdb__closes_in_order(grid_points, closes) -%}
    case
        when {{ grid_points }} = cast(range({{ 390 // var('interval_minutes') + 1 }}) as smallint []) then {{ closes }}
        when {{ grid_points }} = cast(range(len({{ grid_points }})) as smallint []) then {{ closes }}
        else list_transform(list_sort(list_zip({{ grid_points }}, {{ closes }})), lambda point: point[2])
    end
{%- endmacro %}
