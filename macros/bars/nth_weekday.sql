{#- The nth weekday (1 Monday to 7 Sunday) of the month that a first day begins. -#}
{% macro nth_weekday(first_day, weekday, n) -%}
    {{- return(adapter.dispatch('nth_weekday', 'stockbond')(first_day, weekday, n)) -}}
{%- endmacro %}

{% macro duckdb__nth_weekday(first_day, weekday, n) -%}
    {{ first_day }} + cast(({{ weekday }} + 7 - isodow({{ first_day }})) % 7 + {{ 7 * (n - 1) }} as integer)
{%- endmacro %}

{% macro spark__nth_weekday(first_day, weekday, n) -%}
    date_add({{ first_day }}, ({{ weekday }} + 6 - weekday({{ first_day }})) % 7 + {{ 7 * (n - 1) }})
{%- endmacro %}
