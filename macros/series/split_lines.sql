{#- The lines of a text file as a list: without a byte-order mark, whatever ends its lines. -#}
{% macro split_lines(content) -%}
    string_split(
        replace(replace(ltrim({{ content }}, chr(65279)), chr(13) || chr(10), chr(10)), chr(13), chr(10)), chr(10)
    )
{%- endmacro %}
