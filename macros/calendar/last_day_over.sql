{#- The last day that was over at the moment that a build speaks of, as SQL: a day is over at var session_close. -#}
{% macro last_day_over() -%}
    {%- set today_is_over = as_of().strftime('%H:%M') >= var('session_close') -%}
    {{- as_of_day() }}{{ '' if today_is_over else ' - 1' -}}
{%- endmacro %}
