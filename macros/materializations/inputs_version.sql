{#-
    One hash of all that a file's rows depend on besides the file: the SQL as it runs (vars and macros are in it), the
    views that it reads, the rows of the tables that it reads, and the versions of this package and of DuckDB.
-#}
{% macro inputs_version() -%}
    {%- set texts = [compiled_code, project_version()] -%}
    {%- set queue = model.depends_on.nodes | list -%}
    {%- for _ in range(1000) if queue -%}
        {%- set node = graph.nodes.get(queue.pop(0)) -%}
        {%- if node -%}
            {%- set relation = api.Relation.create(node.database, node.schema, node.alias) -%}
            {%- if node.config.materialized == 'view' -%}
                {%- do texts.append(text_of_view(node)) -%}
                {%- do queue.extend(node.depends_on.nodes) -%}
            {%- else -%}
                {%- do texts.append(columns_of(relation) ~ hash_of_rows(relation)) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(query_rows('select md5(' ~ sql_text(texts | join('\n')) ~ ' || version())')[0][0]) -}}
{%- endmacro %}
