{#- Files of bars and trades in which no bar stands: nothing of them is used. -#}
{% macro warn_of_files_without_bars(files) -%}
    {{- return(adapter.dispatch('warn_of_files_without_bars', 'stockbond')(files)) -}}
{%- endmacro %}

{% macro duckdb__warn_of_files_without_bars(files) -%}
    {%- set query -%}
        select
            landed.path,
            coalesce(sum(files.n_rows_not_bars), 0) as n_rows_not_bars
        from build.landing_files as landed
        left join {{ files }} as files on landed.path = files.file
        where landed.format is not null and landed.is_read
        group by landed.path
        having coalesce(sum(files.n_rows), 0) = 0
        order by landed.path
    {%- endset -%}
    {%- set lines = [] -%}
    {%- for file, n_rows_not_bars in query_rows(query) -%}
        {%- do lines.append(file ~ ' (' ~ (n_rows_not_bars ~ ' rows, none a bar' if n_rows_not_bars else 'no rows') ~ ')') -%}
    {%- endfor -%}
    {%- if lines -%}
        {%- do exceptions.warn(
            'Files without a bar: ' ~ lines[:10] | join(', ')
            ~ (' and ' ~ (lines | length - 10) ~ ' more' if lines | length > 10 else '')
        ) -%}
    {%- endif -%}
{%- endmacro %}

{#- Files of which Spark has read no row. -#}
{% macro spark__warn_of_files_without_bars(files) -%}
    {%- for row in query_rows(
        'select path from landing.files as landed anti join ' ~ files ~ ' as files on landed.path = files.file order by path'
    ) -%}
        {%- do exceptions.warn('Files without a bar: ' ~ row[0] ~ ' (no rows)') -%}
    {%- endfor -%}
{%- endmacro %}
