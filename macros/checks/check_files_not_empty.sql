{#- A file of zero bytes is a delivery that failed; read as CSV it would pass for a file without rows. -#}
{% macro check_files_not_empty(files) -%}
    {%- set empty = files | selectattr('size', 'equalto', 0) | map(attribute='path') | list -%}
    {%- if empty -%}
        {%- do stop(
            'The data root ' ~ data_root() ~ ' holds empty files: found 0 bytes, expected a header and rows.',
            empty,
            'fetch each of them again, or delete it.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
