{#- The ledger of bar files: what each was when it was read. -#}
{% macro make_ledger() -%}
    {%- do query_rows(
        'create table if not exists build.bar_files ('
        ~ ' path varchar not null, full_path varchar not null, size bigint not null, state varchar not null,'
        ~ ' sha256 varchar not null, version varchar not null)'
    ) -%}
{%- endmacro %}
