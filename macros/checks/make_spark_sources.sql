{#- The tables of schema landing over the files of the data root, on Spark; stops at files that only DuckDB reads. -#}
{% macro make_spark_sources() -%}
    {%- set root = data_root() -%}
    {%- do query_rows('create database if not exists landing') -%}
    {%- do query_rows('drop table if exists landing.addresses') -%}
    {%- do query_rows(
        "create table landing.addresses using binaryFile options (path '" ~ root ~ "', recursiveFileLookup 'true')"
    ) -%}
    {%- do query_rows('drop view if exists landing.files') -%}
    {%- do query_rows(
        'create view landing.files as with files as (select ' ~ path_in_spark('path', root) ~ ' as path,'
        ~ " concat(length, ' ', unix_micros(modificationTime)) as state from landing.addresses)"
        ~ " select path, state from files where path like 'bars/%' or path like 'trades/%'"
    ) -%}
    {%- set read = [] -%}
    {%- for format in spark_formats() -%}
        {%- do query_rows('drop table if exists ' ~ source_of_format(format)) -%}
        {%- set is_of_format = "path like '" ~ format.folder ~ "/%' and path like '%.parquet'" -%}
        {%- do read.append(is_of_format) -%}
        {%- for glob in format.ignored -%}{%- do read.append("path like '" ~ format.folder ~ '/' ~ glob ~ "'") -%}{%- endfor -%}
        {%- set n_files, n_in_partitions = query_rows(
            "select count(*), count(case when path like '%/%=%/%' then 1 end) from landing.files where " ~ is_of_format
        )[0] -%}
        {%- if n_files -%}
            {%- do query_rows(
                'create table ' ~ source_of_format(format) ~ " using parquet options (path '" ~ root ~ '/' ~ format.folder
                ~ "', mergeSchema 'true', pathGlobFilter '*.parquet'" ~ ("" if n_in_partitions else ", recursiveFileLookup 'true'") ~ ')'
            ) -%}
            {%- if n_in_partitions -%}{%- do query_rows('msck repair table ' ~ source_of_format(format)) -%}{%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set others = query_rows('select path from landing.files where not (' ~ read | join(' or ') ~ ') order by path') -%}
    {%- if others -%}
        {%- do stop(
            'Bars and trades that Spark does not read: it reads Parquet in bars/canonical and bars/databento (docs/SCALING.md).',
            others | map('first') | list,
            'write them as Parquet there, build them on DuckDB, or take them out of the data root.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
