{#- The reason a bar is not used, on a type that takes one byte: nearly all bars have none. -#}
{% macro bar_exclusion(column) -%}
    {{- return(adapter.dispatch('bar_exclusion', 'stockbond')(column)) -}}
{%- endmacro %}

{% macro duckdb__bar_exclusion(column) -%}
    cast({{ column }} as enum(
        'outside_session', 'missing_time', 'bad_bar_minutes', 'off_the_minute', 'missing_price', 'non_positive_price',
        'high_below_low', 'close_outside_range', 'bad_volume'
    ))
{%- endmacro %}

{% macro default__bar_exclusion(column) -%}
    {{ column }}
{%- endmacro %}
