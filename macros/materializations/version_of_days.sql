{#-
    What a table that is made by day depends on. Returns one hash of all that is not of a day: the SQL as it runs, the views
    that it reads, the versions of the tables by day, the rows of tables without a day, and the versions of this package and
    of DuckDB. Leaves in temp.days_now what is: one hash a day of that day's rows of the tables that it reads.
-#}
{% macro version_of_days() -%}
    {%- set texts = [compiled_code, project_version()] -%}
    {%- set inputs = [] -%}
    {%- set queue = model.depends_on.nodes | list -%}
    {%- for _ in range(1000) if queue -%}
        {%- set node = graph.nodes[queue.pop(0)] -%}
        {%- set name = sql_text(node.schema ~ '.' ~ node.alias) -%}
        {%- set relation = api.Relation.create(node.database, node.schema, node.alias) -%}
        {%- if node.config.materialized == 'by_day' -%}
            {%- do inputs.append('select model as input, trade_date, state from build.days_made where model = ' ~ name) -%}
            {%- do texts.append(query_rows('select any_value(version) from build.days_made where model = ' ~ name)[0][0]) -%}
        {%- elif node.config.materialized == 'view' and not node.config.meta.get('is_read_by_day') -%}
            {%- do texts.append(text_of_view(node)) -%}
            {%- do queue.extend(node.depends_on.nodes) -%}
        {%- elif 'trade_date' in (adapter.get_columns_in_relation(relation) | map(attribute='name')) -%}
            {%- do texts.append(columns_of(relation)) -%}
            {%- do keep_states_of_days(name, relation) -%}
            {%- do inputs.append('select input, trade_date, state from build.days_read where input = ' ~ name) -%}
        {%- else -%}
            {%- do texts.append(columns_of(relation) ~ hash_of_rows(relation)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do query_rows(
        'create or replace temporary table days_now as'
        ~ ' select trade_date, hash(list((input, state) order by input)) as state'
        ~ ' from (' ~ (inputs | unique | join(' union all ')) ~ ') group by trade_date'
    ) -%}
    {{- return(query_rows('select md5(' ~ sql_text(texts | join('\n')) ~ ' || version())')[0][0]) -}}
{%- endmacro %}
