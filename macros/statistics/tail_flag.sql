{#-
    1 in the lowest (or highest) var regime_tail of the values of a window, else 0, NULL where the value is: quantiles
    by linear interpolation, ties belong to the tail.
-#}
{% macro tail_flag(column, over, lower) -%}
    {%- if lower -%}
        cast({{ column }} <= quantile_cont({{ column }}, {{ var('regime_tail') }}) over {{ over }} as integer)
    {%- else -%}
        cast({{ column }} >= quantile_cont({{ column }}, {{ 1 - var('regime_tail') }}) over {{ over }} as integer)
    {%- endif -%}
{%- endmacro %}
