{#-
    A clock time of a zone as a timestamp in UTC, row by row: right in both weeks of a clock change. The hour that comes
    twice in autumn is read as one of the two, the hour that spring leaves out as the next.
-#}
{% macro from_zone(zone, time) -%}
    {%- if zone == 'UTC' -%}
        {{ time }}
    {%- else -%}
        timezone('UTC', timezone({{ text_literal(zone) }}, {{ time }}))
    {%- endif -%}
{%- endmacro %}
