{#-
    Have the bar files of a Parquet layout the columns that staging reads, of types that can be read? Values are read only of a
    column whose type does not tell.
-#}
{% macro check_parquet_bars(files, format) -%}
    {%- set expected = parquet_columns(format) -%}
    {%- set problems = [] -%}
    {%- if files -%}
    {#- DuckDB does not tell names apart by their case, and gives the file's name as a column `filename`. -#}
    {%- for path, names in query_rows(
        'select ' ~ path_in_root('file_name') ~ ", string_agg(name, ', ' order by name) from parquet_schema(" ~ file_patterns(files) ~ ')'
        ~ ' where duckdb_type is not null group by file_name, lower(name)'
        ~ " having lower(name) = 'filename' or count(*) > 1 and lower(name) in (select unnest(" ~ sql_texts(expected) ~ ')) order by all'
    ) -%}
        {%- do problems.append(
            path ~ (
                ': found a column ' ~ names ~ ', a name that the reader needs for itself' if names | lower == 'filename'
                else ': found the columns ' ~ names ~ ', expected one of that name, whatever its case'
            )
        ) -%}
    {%- endfor -%}
    {%- for full, path, name, type in odd_parquet_columns(files, expected) -%}
        {%- if type is none -%}
            {%- do problems.append(path ~ ': found no column ' ~ name ~ ', expected a ' ~ expected[name].kind) -%}
        {%- else -%}
            {%- set value = first_value_that_cannot_be_cast(full, name, type, expected[name].type) -%}
            {%- if value is not none -%}
                {%- do problems.append(
                    path ~ ': found column ' ~ name ~ ' of type ' ~ type ~ ' with the value ' ~ value
                    ~ ', expected a ' ~ expected[name].kind
                ) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- endif -%}
    {%- if problems -%}
        {%- do stop(
            (format.vendor | capitalize) ~ ' files of ' ~ format.kind ~ ' have wrong columns.',
            problems,
            'write the files with the columns ' ~ expected | join(', ') ~ ' (docs/DATA.md), or move them out of'
            ~ ' ' ~ format.kind ~ '/' ~ format.vendor ~ '.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
