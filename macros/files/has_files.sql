{#- Does the data root hold a file of this pattern? (At parse time there is nothing to ask: yes.) -#}
{% macro has_files(pattern) -%}
    {%- if not execute -%}{{- return(true) -}}{%- endif -%}
    {%- set found = run_query('select count(*) from glob(' ~ sql_text(data_root() ~ '/' ~ pattern) ~ ')') -%}
    {{- return(found.columns[0].values()[0] > 0) -}}
{%- endmacro %}
