{#-
    The closes of a day's marks in order of their minutes, or NULL where the marks are not exactly the grid's (one is
    missing or repeated). Bars mostly come in order of time: then nothing is sorted.
-#}
{% macro grid_closes(minutes, closes, grid) -%}
    {{- return(adapter.dispatch('grid_closes', 'stockbond')(minutes, closes, grid)) -}}
{%- endmacro %}

{% macro duckdb__grid_closes(minutes, closes, grid) -%}
    case
        when {{ minutes }} = {{ grid }} then {{ closes }}
        when list_sort({{ minutes }}) = {{ grid }}
            then list_transform(list_sort(list_zip({{ minutes }}, {{ closes }})), lambda mark: mark[2])
    end
{%- endmacro %}
