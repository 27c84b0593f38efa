{#- How many different minutes of an hour a group holds: one bit a minute, cheaper than a distinct count. -#}
{% macro count_minutes_of_hour(minute) -%}
    {{- return(adapter.dispatch('count_minutes_of_hour', 'stockbond')(minute)) -}}
{%- endmacro %}

{% macro duckdb__count_minutes_of_hour(minute) -%}
    bit_count(bit_or(cast(1 as bigint) << (({{ minute }} + 1440) % 60)))
{%- endmacro %}

{% macro default__count_minutes_of_hour(minute) -%}
    count(distinct {{ minute }})
{%- endmacro %}
