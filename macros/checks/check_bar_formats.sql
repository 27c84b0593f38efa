{#- Is each bar file of a layout of its vendor, by its name and its header? Parquet files have the columns and types of it. -#}
{% macro check_bar_formats(files) -%}
    {%- set files = files | selectattr('format') | list -%}
    {%- set formats = bar_formats().formats -%}
    {%- set parquet = formats | selectattr('reader', 'equalto', 'parquet') | map(attribute='format') | list -%}
    {%- do check_parquet_is_whole(files | selectattr('format', 'in', parquet) | map(attribute='full') | list) -%}
    {%- for format in formats if format.reader == 'parquet' -%}
        {%- do check_parquet_bars(
            files | selectattr('format', 'equalto', format.format) | map(attribute='full') | list, format
        ) -%}
    {%- endfor -%}
    {%- set question = tojson({'root': data_root(), 'paths': files | map(attribute='path') | list}) -%}
    {%- set problems = fromjson(query_rows('select format_problems(' ~ sql_text(question) ~ ')')[0][0]) -%}
    {%- if problems -%}
        {%- do stop(
            'Bar files are not of the layout that their folder says: a CSV file has no header with the names expected,'
            ~ ' or its name does not tell what it holds.',
            problems,
            'compare the file with its vendor in docs/DATA.md; a format.yml beside it declares another layout.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
