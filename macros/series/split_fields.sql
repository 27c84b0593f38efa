{#- The fields of a line of dates and numbers as a list, without quotes and outer blanks; commas part them, or tabs. -#}
{% macro split_fields(line, separator="','") -%}
    list_transform(string_split(replace({{ line }}, '"', ''), {{ separator }}), lambda field: trim(field))
{%- endmacro %}
