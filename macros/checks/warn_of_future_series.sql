{#- Values of days that were not over when the build speaks are not used. -#}
{% macro warn_of_future_series(files) -%}
    {%- if execute -%}
        {%- set query -%}
            select file, n_rows_in_the_future, last_date
            from {{ files }}
            where n_rows_in_the_future > 0
            order by file
        {%- endset -%}
        {%- for file, n_rows, last_date in query_rows(query) -%}
            {%- do exceptions.warn(
                file ~ ': ' ~ n_rows ~ ' lines of days until ' ~ last_date ~ ' that were not over at ' ~ as_of()
                ~ ' New York are not used (in_the_future); if the dates are right, build again when they have passed'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
