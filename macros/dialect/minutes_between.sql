{#- Whole minutes from one timestamp to another. -#}
{% macro minutes_between(earlier, later) -%}
    {{- return(adapter.dispatch('minutes_between', 'stockbond')(earlier, later)) -}}
{%- endmacro %}

{% macro duckdb__minutes_between(earlier, later) -%}
    date_diff('minute', {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro spark__minutes_between(earlier, later) -%}
    timestampdiff(minute, {{ earlier }}, {{ later }})
{%- endmacro %}
