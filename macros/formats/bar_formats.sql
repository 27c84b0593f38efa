{#- The layouts of bar files that hold in the data root, and what is wrong with those that a format.yml declares. -#}
{% macro bar_formats() -%}
    {{- return(fromjson(query_rows('select bar_formats(' ~ sql_text(data_root()) ~ ')')[0][0])) -}}
{%- endmacro %}
