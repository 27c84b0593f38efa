{#- The globs that together match a pattern of the data root; none where no file does. -#}
{% macro globs_of(pattern) -%}
    {%- if not execute -%}{{- return([data_root() ~ '/' ~ pattern]) -}}{%- endif -%}
    {%- set question = tojson({'root': data_root(), 'pattern': pattern}) -%}
    {{- return(fromjson(query_rows('select linked_globs(' ~ sql_text(question) ~ ')')[0][0])) -}}
{%- endmacro %}
