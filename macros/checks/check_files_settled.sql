{#-
    Is a file of the data root still being copied? Whoever reads half of it gets half a day. The state of each file
    is kept in build.landing_files: at the end of the run check_files_unchanged looks again.
-#}
{% macro check_files_settled(files) -%}
    {%- set states -%}
        create or replace table build.landing_files as
        select *, settled_state(full_path) as state
        from ({{ landed_paths(files) }})
    {%- endset -%}
    {%- do query_rows(states) -%}
    {%- set moving = query_rows('select path from build.landing_files where state is null order by path')
        | map('first') | list -%}
    {%- if moving -%}
        {%- do stop(
            'Files of the data root ' ~ data_root() ~ ' are still being written: they changed between two looks.',
            moving,
            'build again when the copy has ended. Best copy to a hidden name (.name.part) and rename: those are not read.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
