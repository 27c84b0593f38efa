{#- The SQL of a view, as the database keeps it. -#}
{% macro text_of_view(node) -%}
    {{- return(adapter.dispatch('text_of_view', 'stockbond')(node)) -}}
{%- endmacro %}

{% macro duckdb__text_of_view(node) -%}
    {{- return(query_rows(
        'select sql from duckdb_views() where schema_name = ' ~ sql_text(node.schema) ~ ' and view_name = ' ~ sql_text(node.alias)
    )[0][0]) -}}
{%- endmacro %}

{% macro spark__text_of_view(node) -%}
    {%- set said = query_rows('describe table extended ' ~ node.schema ~ '.' ~ node.alias) -%}
    {{- return((said | selectattr(0, 'equalto', 'View Text') | list)[0][1]) -}}
{%- endmacro %}
