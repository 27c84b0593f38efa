{#- The log of runs that changed the working file: outside the layers, for dbt does not build it. -#}
{% macro make_run_log() -%}
    {%- do run_query('create schema if not exists build') -%}
    {%- do run_query(
        'create table if not exists build.runs ('
        ~ ' invocation_id varchar primary key, started_at_utc timestamp not null, completed_at_utc timestamp,'
        ~ ' is_whole_build boolean, is_success boolean,'
        ~ ' data_root varchar not null, is_simulated boolean not null, manifest_sha256 varchar, command_line_vars varchar)'
    ) -%}
    {#- Working files of earlier versions lack the last column. -#}
    {%- do run_query('alter table build.runs add column if not exists command_line_vars varchar') -%}
{%- endmacro %}
