{#-
    Do the CSV files name the columns that staging reads, in any order? A missing name would otherwise be
    a column of NULLs. `patterns` maps a reader's pattern to the names expected in its files.
-#}
{% macro check_csv_headers(files, patterns) -%}
    {%- set problems = [] -%}
    {%- for file in files if file.reader in patterns -%}
        {%- set question = tojson({'file': file.full, 'expected': patterns[file.reader]}) -%}
        {%- set problem = query_rows('select csv_header_problem(' ~ sql_text(question) ~ ')')[0][0] -%}
        {%- if problem -%}{%- do problems.append(file.path ~ ': ' ~ problem) -%}{%- endif -%}
    {%- endfor -%}
    {%- if problems -%}
        {%- do stop(
            'CSV files have no header with the names expected.',
            problems,
            'give each file a first line with these names, separated by commas (docs/DATA.md).'
        ) -%}
    {%- endif -%}
{%- endmacro %}
