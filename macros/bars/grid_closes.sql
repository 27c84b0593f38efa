{#-
    The closes of a whole day's marks in order of their minutes (5, 10, ..., 390). Bars mostly come in order of
    time: then nothing is sorted.
-#}
{% macro grid_closes(minutes, closes) -%}
    {{- return(adapter.dispatch('grid_closes', 'stockbond')(minutes, closes)) -}}
{%- endmacro %}

{% macro duckdb__grid_closes(minutes, closes) -%}
    {%- set interval = var('interval_minutes') -%}
    case
        when {{ minutes }} = cast(range({{ interval }}, {{ interval }} * (len({{ minutes }}) + 1), {{ interval }}) as smallint [])
            then {{ closes }}
        else list_transform(list_sort(list_zip({{ minutes }}, {{ closes }})), lambda mark: mark[2])
    end
{%- endmacro %}
