{#- The log of runs that changed the working file: outside the layers, for dbt does not build it. -#}
{% macro make_run_log() -%}
    {%- set table -%}
        create table if not exists build.runs (
            invocation_id varchar not null,
            started_at_utc timestamp not null,
            completed_at_utc timestamp,
            is_whole_build boolean,
            is_success boolean,
            data_root varchar not null,
            is_simulated boolean not null,
            manifest_sha256 varchar,
            command_line_vars varchar,
            session_open varchar,
            session_close varchar,
            interval_minutes integer,
            as_of timestamp
        )
    {%- endset -%}
    {%- do query_rows('create schema if not exists build') -%}
    {%- do query_rows(table) -%}
    {#- Working files of earlier versions lack the last columns. -#}
    {%- for column in [
        'command_line_vars varchar', 'session_open varchar', 'session_close varchar', 'interval_minutes integer',
        'as_of timestamp'
    ] -%}
        {%- do query_rows('alter table build.runs add column if not exists ' ~ column) -%}
    {%- endfor -%}
{%- endmacro %}
