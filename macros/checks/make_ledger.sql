{#- The ledgers of what is kept: what each bar file was when it was read, and what each day of a table was made of. -#}
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
        'create table if not exists build.days_read ('
        ~ ' input varchar not null, run varchar not null, trade_date date not null, state ubigint not null)'
    ) -%}
{%- endmacro %}
