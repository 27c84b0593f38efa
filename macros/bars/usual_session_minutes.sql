{#- How long the session lasts on a day without an early close, from vars session_open and session_close. -#}
{% macro usual_session_minutes() -%}
    {{- return(clock_minutes(var('session_close')) - clock_minutes(var('session_open'))) -}}
{%- endmacro %}
