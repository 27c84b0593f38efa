{#- A time as text, with its offset or in UTC, as a timestamp in UTC; NULL where the text is no time. -#}
{% macro utc_timestamp_from_text(text) -%}
    cast(try_cast({{ text }} as timestamptz) as timestamp)
{%- endmacro %}
