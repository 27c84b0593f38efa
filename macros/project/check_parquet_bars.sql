{#-
    Have the canonical bar files the columns that staging reads, of types that can be read? This reads the
    files' footers only, and values only of a column whose type does not tell.
-#}
{% macro check_parquet_bars(pattern) -%}
    {%- set number = {'kind': 'number', 'type': 'double', 'regex': '(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)'} -%}
    {%- set expected = {
        'instrument': {'kind': 'text', 'type': 'varchar', 'regex': '(VARCHAR|ENUM.*)'},
        'contract': {'kind': 'text', 'type': 'varchar', 'regex': '.*'},
        'bar_start_utc': {'kind': 'timestamp', 'type': 'timestamp', 'regex': 'TIMESTAMP.*'},
        'bar_minutes': number, 'open': number, 'high': number, 'low': number, 'close': number, 'volume': number,
    } -%}
    {%- set query -%}
        with

        found as (
            select file_name, lower(name) as name, any_value(duckdb_type) as type
            from parquet_schema({{ sql_text(pattern) }})
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
        from (select distinct file_name from parquet_schema({{ sql_text(pattern) }})) as files
        cross join expected
        left join found on found.file_name = files.file_name and found.name = expected.name
        where found.type is null or not regexp_full_match(found.type, expected.regex)
        order by all
    {%- endset -%}
    {%- set problems = [] -%}
    {%- for full, path, name, type in query_rows(query) -%}
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
    {%- if problems -%}
        {%- do stop(
            'Canonical bar files have wrong columns.',
            problems,
            'write the files with the columns ' ~ expected | join(', ') ~ ' (docs/DATA.md), or move them out of'
            ~ ' bars/canonical.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
