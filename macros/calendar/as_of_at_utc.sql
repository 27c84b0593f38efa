{#- The moment that a build speaks of in UTC, as SQL. -#}
{% macro as_of_at_utc() -%}
    {%- set new_york = modules.pytz.timezone('America/New_York').localize(as_of()) -%}
    timestamp '{{ new_york.astimezone(modules.pytz.utc).strftime("%Y-%m-%d %H:%M:%S") }}'
{%- endmacro %}
