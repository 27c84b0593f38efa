{#- Whole minutes since midnight UTC. Integer arithmetic on the epoch: no time-zone function per bar. -#}
{% macro minute_of_day(timestamp_utc) -%}
    {{- return(adapter.dispatch('minute_of_day', 'stockbond')(timestamp_utc)) -}}
{%- endmacro %}

{% macro duckdb__minute_of_day(timestamp_utc) -%}
    cast((epoch_us({{ timestamp_utc }}) // 60000000) % 1440 as smallint)
{%- endmacro %}

{% macro spark__minute_of_day(timestamp_utc) -%}
    cast((unix_micros({{ timestamp_utc }}) div 60000000) % 1440 as smallint)
{%- endmacro %}
