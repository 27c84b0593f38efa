{#-
    Stops the run, before any table changes, where vars vector_open and vector_close hold less than the session and the
    interval before it. Midnight UTC is 19:00 or 20:00 in New York: no vector reaches across it. Part of preflight, after
    check_session_vars.
-#}
{% macro check_vector_vars() -%}
    {%- set wrong = [] -%}
    {%- for name in ['vector_open', 'vector_close'] -%}
        {%- if not modules.re.fullmatch('(?:[01][0-9]|2[0-3]):[0-5][0-9]', var(name) | string) -%}
            {%- do wrong.append(name ~ ' is ' ~ var(name) ~ '; expected a time in New York as text, like "06:00"') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not wrong -%}
        {%- set first = clock_minutes(var('session_open')) - var('interval_minutes') -%}
        {%- if clock_minutes(var('vector_open')) > first -%}
            {%- do wrong.append(
                'vector_open is ' ~ var('vector_open') ~ '; expected ' ~ '%02d:%02d' | format(first // 60, first % 60)
                ~ ' or earlier, an interval before session_open'
            ) -%}
        {%- endif -%}
        {%- if not clock_minutes(var('session_close')) <= clock_minutes(var('vector_close')) <= clock_minutes('19:00') -%}
            {%- do wrong.append(
                'vector_close is ' ~ var('vector_close') ~ '; expected ' ~ var('session_close') ~ ' (session_close) to 19:00'
            ) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if wrong -%}
        {%- do stop(
            'Vars between whose times one-minute prices are kept:', wrong,
            'correct them in dbt_project.yml or after --vars; the next build reads every bar file anew.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
