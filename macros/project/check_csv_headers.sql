{#-
    Do the CSV files name the columns that staging reads, in any order? A missing name would otherwise be
    a column of NULLs. `patterns` maps a glob to the names expected in its files.
-#}
{% macro check_csv_headers(patterns) -%}
    {%- set problems = [] -%}
    {%- for pattern, expected in patterns.items() -%}
        {%- set query -%}
            select {{ path_in_root('file') }}, first_line(file)
            from glob({{ sql_text(data_root() ~ '/' ~ pattern) }})
            order by file
        {%- endset -%}
        {%- for path, header in query_rows(query) -%}
            {%- set found = [] -%}
            {%- for name in header.split(',') -%}{%- do found.append(name.strip().strip('"').lower()) -%}{%- endfor -%}
            {%- set missing = expected | reject('in', found) | list -%}
            {%- if missing -%}
                {%- do problems.append(
                    path ~ ': no ' ~ missing | join(', ') ~ '; found the header ' ~ header[:200] ~ ', expected '
                    ~ expected | join(',') ~ ' in any order'
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if problems -%}
        {%- do stop(
            'CSV files have no header with the names expected.',
            problems,
            'give each file a first line with these names, separated by commas (docs/DATA.md).'
        ) -%}
    {%- endif -%}
{%- endmacro %}
