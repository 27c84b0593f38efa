{#-
    The reader of a layout's files. A column that a file may lack is NULL there: the empty branch gives it a name. Text is
    read as text, so that what cannot be cast is seen.
-#}
{% macro bar_source(format, files) -%}
    {%- set text = "delim = " ~ text_literal(format.delimiter) ~ ", quote = '\"', escape = '\"', null_padding = true, filename = true" -%}
    {%- if format.reader == 'parquet' -%}
        {%- set source = 'read_parquet(' ~ files ~ ', union_by_name = true, filename = true)' -%}
    {%- elif format.header == 'yes' -%}
        {%- set source = 'read_csv(' ~ files ~ ', all_varchar = true, header = true, ' ~ text ~ ', union_by_name = true)' -%}
    {%- else -%}
        {%- set types = [] -%}
        {%- for name in format.columns -%}{%- do types.append(text_literal(name) ~ ": 'varchar'") -%}{%- endfor -%}
        {%- set source = 'read_csv(' ~ files ~ ', columns = {' ~ types | join(', ') ~ '}, auto_detect = false, header = false, skip = '
            ~ (1 if format.header == 'fixed' else 0) ~ ', ' ~ text ~ ')' -%}
    {%- endif -%}
    {%- if format.header == 'yes' and format.is_packed or format.has_optional_columns -%}
        (
            select * from {{ source }}
            union all by name
            select
                {% for name in format.named_columns -%}
                    {{ 'null' if format.reader == 'parquet' else 'cast(null as varchar)' }} as {{ quoted(name) }}{{ ', ' if not loop.last }}
                {%- endfor %}
            where false
        )
    {%- else -%}
        {{ source }}
    {%- endif -%}
{%- endmacro %}
