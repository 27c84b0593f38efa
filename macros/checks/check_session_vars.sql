{#- Stops the run, before any table changes, at vars that cut no session into intervals. Part of preflight. -#}
{% macro check_session_vars() -%}
    {%- set intervals = [1, 5, 10, 15, 30] -%}
    {%- set wrong = [] -%}
    {%- if var('interval_minutes') not in intervals -%}
        {%- do wrong.append(
            'interval_minutes is ' ~ var('interval_minutes') ~ '; expected a number of ' ~ intervals | join(', ')
        ) -%}
    {%- endif -%}
    {%- set time = '(?:[01][0-9]|2[0-3]):[0-5][0-9]' -%}
    {%- for name in ['session_open', 'session_close'] -%}
        {%- if not modules.re.fullmatch(time, var(name) | string) -%}
            {%- do wrong.append(name ~ ' is ' ~ var(name) ~ '; expected a time in New York as text, like "08:20"') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not wrong and usual_session_minutes() < 120 -%}
        {%- do wrong.append(
            'the session runs from ' ~ var('session_open') ~ ' to ' ~ var('session_close') ~ '; expected two hours or more'
        ) -%}
    {%- endif -%}
    {%- set share = modules.re.fullmatch('([0-9]{1,4})/([0-9]{1,4})', var('min_interval_share') | string) -%}
    {%- if not share or not 0 < share.group(1) | int <= share.group(2) | int -%}
        {%- do wrong.append(
            'min_interval_share is ' ~ var('min_interval_share') ~ '; expected a fraction as text, above 0 and up to 1, like 10/13'
        ) -%}
    {%- endif -%}
    {%- if wrong -%}
        {%- do stop('Vars that cut no session into intervals:', wrong, 'correct them in dbt_project.yml or after --vars.') -%}
    {%- endif -%}
{%- endmacro %}
