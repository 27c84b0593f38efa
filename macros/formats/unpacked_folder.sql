{#- Where packed files are unpacked while a statement reads them: beside the working file. -#}
{% macro unpacked_folder() -%}
    {{- return(target.path ~ '.unpacked') -}}
{%- endmacro %}
