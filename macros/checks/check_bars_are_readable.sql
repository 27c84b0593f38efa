{#- Stop the build at bar files with values that are no numbers or times, and show one of each. -#}
{% macro check_bars_are_readable(files) -%}
    {%- set query -%}
        select file, sum(n_unreadable), min(unreadable_example)
        from {{ files }}
        where n_unreadable > 0
        group by file
        order by file
    {%- endset -%}
    {%- set details = [] -%}
    {%- for file, n_rows, example in query_rows(query) -%}
        {%- do details.append(file ~ ': ' ~ n_rows ~ ' row(s), for example: ' ~ example) -%}
    {%- endfor -%}
    {%- if details -%}
        {%- do stop(
            'Bar files with values that are not numbers or times. Expected: time as YYYY-MM-DD HH:MM:SS (UTC) and plain'
            ~ ' decimal numbers.',
            details,
            'correct the file or take it out of the data root, then build again.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
