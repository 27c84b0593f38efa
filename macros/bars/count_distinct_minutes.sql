{#- How many different minutes of a day a group holds: one bit a minute, cheaper than a distinct count. -#}
{% macro count_distinct_minutes(minute) -%}
    {{- return(adapter.dispatch('count_distinct_minutes', 'stockbond')(minute)) -}}
{%- endmacro %}

{% macro duckdb__count_distinct_minutes(minute) -%}
    bit_count(bitstring_agg({{ minute }}, -1440, 4320))
{%- endmacro %}

{% macro default__count_distinct_minutes(minute) -%}
    count(distinct {{ minute }})
{%- endmacro %}
