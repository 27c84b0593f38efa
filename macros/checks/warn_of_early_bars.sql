{#- Bars before the trading calendar's first day are not used. -#}
{% macro warn_of_early_bars(files) -%}
    {%- set query -%}
        select file, sum(n_rows_before_calendar)
        from {{ files }}
        where n_rows_before_calendar > 0
        group by all
        order by all
    {%- endset -%}
    {%- for file, n_rows in query_rows(query) -%}
        {%- do exceptions.warn(
            file ~ ': ' ~ n_rows ~ " bars before the calendar's first day, " ~ var('calendar_start') ~ ', are not used'
        ) -%}
    {%- endfor -%}
{%- endmacro %}
