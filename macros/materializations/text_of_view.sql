{#- The SQL of a view, as the database keeps it. -#}
{% macro text_of_view(node) -%}
    {{- return(query_rows(
        'select sql from duckdb_views() where schema_name = ' ~ sql_text(node.schema) ~ ' and view_name = ' ~ sql_text(node.alias)
    )[0][0]) -}}
{%- endmacro %}
