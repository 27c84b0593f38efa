{#-
    How many different minutes a contract's day holds, counted from its session's open: one bit a minute, cheaper than a
    distinct count. Bars of many hours that end later than two days after the open count as one; who asks looks closer.
-#}
{% macro count_distinct_minutes(minute) -%}
    {{- return(adapter.dispatch('count_distinct_minutes', 'stockbond')(minute)) -}}
{%- endmacro %}

{% macro duckdb__count_distinct_minutes(minute) -%}
    bit_count(bitstring_agg(cast(least({{ minute }}, 2880) as integer), -1440, 2880))
{%- endmacro %}

{% macro default__count_distinct_minutes(minute) -%}
    count(distinct {{ minute }})
{%- endmacro %}
