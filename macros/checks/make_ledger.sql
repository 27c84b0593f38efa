{#-
    The ledgers of what is kept: what each bar file was when it was read, and what each day of a table was made of. A model
    that is no longer kept is forgotten: what was made of it by other means is not what its ledger says.
-#}
{% macro make_ledger() -%}
    {%- do query_rows(
        'create table if not exists build.bar_files ('
        ~ ' path varchar not null, full_path varchar not null, size bigint not null, state varchar not null,'
        ~ ' sha256 varchar not null, version varchar not null)'
    ) -%}
    {%- do query_rows(
        'create table if not exists build.days_made ('
        ~ ' model varchar not null, version varchar not null, trade_date date not null, state ubigint not null)'
    ) -%}
    {%- do query_rows(
        'create or replace table build.days_read (input varchar not null, trade_date date not null, state ubigint not null)'
    ) -%}
    {%- set kept_by = {'by_file': [], 'by_day': []} -%}
    {%- for node in graph.nodes.values() if node.config.materialized in kept_by -%}
        {%- do kept_by[node.config.materialized].append(sql_text(node.schema ~ '.' ~ node.alias)) -%}
    {%- endfor -%}
    {%- do query_rows('delete from build.bar_files where ' ~ ('false' if kept_by.by_file else 'true')) -%}
    {%- do query_rows(
        'delete from build.days_made where model not in (' ~ (kept_by.by_day or [sql_text('')]) | join(', ') ~ ')'
    ) -%}
{%- endmacro %}
