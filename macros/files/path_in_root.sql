{#- A file's path relative to the data root, from the file name that a reader gives. -#}
{% macro path_in_root(filename) -%}
    substr({{ filename }}, {{ data_root() | length + 2 }})
{%- endmacro %}
