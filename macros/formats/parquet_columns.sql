{#-
    The columns of a Parquet layout that staging reads and every file must have: the kind of value in words, the type it is
    cast to, and the Parquet types (a pattern of DuckDB's names) that tell by themselves that it can be.
-#}
{% macro parquet_columns(format) -%}
    {%- set whole = '(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)' -%}
    {%- set number = {'kind': 'number', 'type': 'double', 'regex': whole[:-1] ~ '|FLOAT|DOUBLE|DECIMAL.*)'} -%}
    {%- set kinds = {
        'time': {'kind': 'timestamp', 'type': 'timestamp', 'regex': 'TIMESTAMP.*'}
            if format.time_format == 'timestamp' else {'kind': 'whole number', 'type': 'bigint', 'regex': whole},
        'symbol': {'kind': 'text', 'type': 'varchar', 'regex': '(VARCHAR|ENUM.*)'},
        'name': {'kind': 'text', 'type': 'varchar', 'regex': '(VARCHAR|ENUM.*)'},
        'contract': {'kind': 'text', 'type': 'varchar', 'regex': '.*'},
    } -%}
    {%- set columns = {} -%}
    {%- for word in ['symbol', 'name', 'contract', 'time'] if word in format.certain -%}
        {%- do columns.update({format.cells[word][0][0]: kinds[word]}) -%}
    {%- endfor -%}
    {%- if format.minutes_column -%}{%- do columns.update({format.minutes_column: number}) -%}{%- endif -%}
    {%- for word in ['open', 'high', 'low', 'close', 'volume'] if word in format.certain -%}
        {%- do columns.update({format.cells[word][0][0]: number}) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{%- endmacro %}
