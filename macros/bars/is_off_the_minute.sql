{#- Does the timestamp carry seconds or fractions of them? -#}
{% macro is_off_the_minute(timestamp_utc) -%}
    {{- return(adapter.dispatch('is_off_the_minute', 'stockbond')(timestamp_utc)) -}}
{%- endmacro %}

{% macro duckdb__is_off_the_minute(timestamp_utc) -%}
    epoch_us({{ timestamp_utc }}) % 60000000 <> 0
{%- endmacro %}

{% macro spark__is_off_the_minute(timestamp_utc) -%}
    unix_micros({{ timestamp_utc }}) % 60000000 <> 0
{%- endmacro %}
