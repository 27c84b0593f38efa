{#-
    Stops the build where the calendar seed is not that of vars session_open and session_close: texts tell the vars,
    prices come from the seed. Post-hook of int_sessions.
-#}
{% macro check_sessions_follow_vars(sessions) -%}
    {%- if execute -%}
        {%- set query -%}
            with

            sessions as (

                select
                    trade_date,
                    is_early_close,
                    {{ new_york_clock('session_open_at_utc') }} as opens,
                    {{ new_york_clock('session_close_at_utc') }} as closes
                from {{ sessions }}

            )

            select trade_date, opens, closes
            from sessions
            where
                opens <> {{ sql_text(var('session_open')) }}
                or (closes <> {{ sql_text(var('session_close')) }}) <> is_early_close
            order by trade_date
        {%- endset -%}
        {%- set details = [] -%}
        {%- for day, opens, closes in query_rows(query) -%}
            {%- do details.append(day ~ ': ' ~ opens ~ ' to ' ~ closes) -%}
        {%- endfor -%}
        {%- if details -%}
            {%- do stop(
                'The calendar seed (seeds/calendar/nyse_sessions.csv) has other sessions than vars session_open and session_close, '
                ~ var('session_open') ~ ' to ' ~ var('session_close') ~ ' New York.',
                details,
                'write the seed again (make calendar), or set the two vars in dbt_project.yml back.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
