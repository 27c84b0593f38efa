{#- The day of New York that a build speaks of, as SQL. -#}
{% macro as_of_day() -%}
    date '{{ as_of().strftime("%Y-%m-%d") }}'
{%- endmacro %}
