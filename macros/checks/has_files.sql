{#- Does the data root hold a file of this pattern? (At parse time there is nothing to ask: yes.) -#}
{% macro has_files(pattern) -%}
    {{- return(globs_of(pattern) | length > 0) -}}
{%- endmacro %}
