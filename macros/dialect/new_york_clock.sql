{#- The time of day in New York of a timestamp in UTC, HH:MM. -#}
{% macro new_york_clock(timestamp_utc) -%}
    {{- return(adapter.dispatch('new_york_clock', 'stockbond')(timestamp_utc)) -}}
{%- endmacro %}

{% macro duckdb__new_york_clock(timestamp_utc) -%}
    strftime(timezone('America/New_York', timezone('UTC', {{ timestamp_utc }})), '%H:%M')
{%- endmacro %}

{% macro spark__new_york_clock(timestamp_utc) -%}
    date_format(from_utc_timestamp({{ timestamp_utc }}, 'America/New_York'), 'HH:mm')
{%- endmacro %}
