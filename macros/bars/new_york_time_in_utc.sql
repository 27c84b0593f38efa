{#- A time of day in New York on a date, as a timestamp in UTC: asked once a day, never once a bar. -#}
{% macro new_york_time_in_utc(date, time) -%}
    {{- return(adapter.dispatch('new_york_time_in_utc', 'stockbond')(date, time)) -}}
{%- endmacro %}

{% macro duckdb__new_york_time_in_utc(date, time) -%}
    timezone('UTC', timezone('America/New_York', cast({{ date }} || ' {{ time }}' as timestamp)))
{%- endmacro %}

{% macro spark__new_york_time_in_utc(date, time) -%}
    to_utc_timestamp(cast({{ date }} || ' {{ time }}' as timestamp), 'America/New_York')
{%- endmacro %}
