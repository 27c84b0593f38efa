{#- The rows of a query as a list of tuples. -#}
{% macro query_rows(query) -%}
    {%- set rows = [] -%}
    {%- for row in run_query(query).rows -%}{%- do rows.append(row.values() | list) -%}{%- endfor -%}
    {{- return(rows) -}}
{%- endmacro %}
