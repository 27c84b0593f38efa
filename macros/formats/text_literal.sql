{#- A text as an SQL literal; as sql_text, but for the macros of layouts, which Python renders without dbt, too. -#}
{% macro text_literal(text) -%}
    '{{ text | string | replace("'", "''") }}'
{%- endmacro %}
