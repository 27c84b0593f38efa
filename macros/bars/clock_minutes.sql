{#- Whole minutes since midnight of a time of day, HH:MM; what is none has been refused, but a model is parsed before. -#}
{% macro clock_minutes(time) -%}
    {%- set parts = time.split(':') -%}
    {{- return(60 * parts[0] | int + parts[1] | int) -}}
{%- endmacro %}
