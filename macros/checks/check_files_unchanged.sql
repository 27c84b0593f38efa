{#-
    on-run-end: are the files of the data root those that the run began with? If one was replaced meanwhile, some
    models read the old and some the new one: the run counts as failed, and publish refuses the working file.
-#}
{% macro check_files_unchanged() -%}
    {{- return(adapter.dispatch('check_files_unchanged', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__check_files_unchanged() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set query -%}
            select coalesce(earlier.path, landed.path) as path
            from build.landing_files as earlier
            full join ({{ landed_paths(landing_files()) }}) as landed using (full_path)
            where landed.path is null or earlier.state is distinct from file_state(landed.full_path)
            order by path
        {%- endset -%}
        {%- set changed = query_rows(query) | map('first') | list -%}
        {%- if changed -%}
            {%- do stop(
                'Files of the data root ' ~ data_root() ~ ' changed while they were read; the tables may mix old and new.',
                changed,
                'build again. Deliver files between builds, by a rename.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- A table format of a lakehouse keeps its versions; of plain files nobody knows. -#}
{% macro spark__check_files_unchanged() -%}
{%- endmacro %}
