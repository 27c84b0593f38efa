{% macro project_version() -%}
    {{- return(query_rows('select package_version(' ~ sql_text('stockbond') ~ ')')[0][0]) -}}
{%- endmacro %}
