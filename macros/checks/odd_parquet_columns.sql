{#-
    The expected columns that Parquet files lack (type none) or have in a type that does not tell whether it can be cast:
    full path, path in the root, name and type of each. Only footers are read.
-#}
{% macro odd_parquet_columns(files, expected) -%}
    {%- set query -%}
        with

        found as (
            select file_name, lower(name) as name, any_value(duckdb_type) as type
            from parquet_schema({{ file_patterns(files) }})
            where duckdb_type is not null
            group by file_name, lower(name)
        ),

        expected (name, regex) as (
            values
            {% for name, column in expected.items() -%}
                ({{ sql_text(name) }}, {{ sql_text(column.regex) }}){{ ',' if not loop.last }}
            {% endfor %}
        )

        select files.file_name, {{ path_in_root('files.file_name') }}, expected.name, found.type
        from (select distinct file_name from parquet_schema({{ file_patterns(files) }})) as files
        cross join expected
        left join found on found.file_name = files.file_name and found.name = expected.name
        where found.type is null or not regexp_full_match(found.type, expected.regex)
        order by all
    {%- endset -%}
    {{- return(query_rows(query)) -}}
{%- endmacro %}
