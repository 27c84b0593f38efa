{#- The vendor's name of what is traded: of a column or of the file's path. -#}
{% macro bar_name(format, word) -%}
    {%- if format.cells[word] -%}
        {{ word }}_cell
    {%- elif word in format.groups -%}
        {{ path_part(format, word) }}
    {%- endif -%}
{%- endmacro %}
