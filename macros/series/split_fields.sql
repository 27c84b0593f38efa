{#- The fields of a line of comma-separated dates and numbers as a list, without quotes and outer blanks. -#}
{% macro split_fields(line) -%}
    list_transform(string_split(replace({{ line }}, '"', ''), ','), lambda field: trim(field))
{%- endmacro %}
