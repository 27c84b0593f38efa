{#-
    One hash of all that a kept table depends on besides the files or days that it is made by: the SQL as it runs (vars and
    macros are in it), the views that it reads, the rows of the tables that it reads, and the versions of this package and
    of the engine. With a list `days`, tables by day count by their version, and those with a column trade_date by their
    columns: the list takes the queries of what their days are (input, trade_date, state).
-#}
{% macro inputs_version(days=none) -%}
    {%- set texts = [compiled_code, project_version()] -%}
    {%- set queue = model.depends_on.nodes | list -%}
    {%- for _ in range(1000) if queue -%}
        {%- set node = graph.nodes.get(queue.pop(0)) -%}
        {%- if node -%}
            {%- set name = sql_text(node.schema ~ '.' ~ node.alias) -%}
            {%- set relation = api.Relation.create(node.database, node.schema, node.alias) -%}
            {#- Spark keeps one table by day, which reads no other. -#}
            {%- set is_by_day = days is not none and node.config.materialized == 'by_day' and target.type == 'duckdb' -%}
            {%- set is_read_by_day = days is not none and node.config.meta.get('is_read_by_day') -%}
            {%- if is_by_day -%}
                {%- do texts.append(query_rows('select any_value(version) from build.days_made where model = ' ~ name)[0][0]) -%}
                {%- do days.append('select model as input, trade_date, state from build.days_made where model = ' ~ name) -%}
            {%- elif node.config.materialized == 'view' and not is_read_by_day -%}
                {%- do texts.append(text_of_view(node)) -%}
                {%- do queue.extend(node.depends_on.nodes) -%}
            {%- elif days is not none and 'trade_date' in columns_of(relation) -%}
                {%- do texts.append(columns_of(relation) | string) -%}
                {%- do days.append(states_of_days(name, relation)) -%}
            {%- else -%}
                {%- do texts.append(columns_of(relation) ~ hash_of_rows(relation)) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(query_rows('select md5(' ~ sql_text(texts | join('\n')) ~ ' || version())')[0][0]) -}}
{%- endmacro %}
