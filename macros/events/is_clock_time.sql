{#- Is a text a time of day, HH:MM? NULL of no text. -#}
{% macro is_clock_time(text) -%}
    regexp_full_match({{ text }}, '([01][0-9]|2[0-3]):[0-5][0-9]')
{%- endmacro %}
