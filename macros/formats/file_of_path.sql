{#- The file of the data root: the packed one, not what was in it. -#}
{% macro file_of_path(format) -%}
    {%- if format.is_packed -%}
        regexp_replace(path, '(?i)([.](zip|dbn|dbn[.]zst|xlsx))/.*$', '\1')
    {%- else -%}
        path
    {%- endif -%}
{%- endmacro %}
