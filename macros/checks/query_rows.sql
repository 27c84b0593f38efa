{#- The one way to ask the database: the rows of a statement as a list of lists. -#}
{% macro query_rows(query) -%}
    {%- set rows = [] -%}
    {%- for row in run_query(query).rows -%}{%- do rows.append(row.values() | list) -%}{%- endfor -%}
    {{- return(rows) -}}
{%- endmacro %}
