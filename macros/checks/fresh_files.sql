{#- Landing files without the bar files that stand in build.bar_files as they are; with var verify_files all of them. -#}
{% macro fresh_files(files) -%}
    {%- do make_ledger() -%}
    {%- set known = query_rows(
        'select landed.path from build.landing_files as landed semi join build.bar_files using (path, state)'
    ) | map('first') | list -%}
    {{- return(files if var('verify_files') else files | rejectattr('path', 'in', known) | list) -}}
{%- endmacro %}
