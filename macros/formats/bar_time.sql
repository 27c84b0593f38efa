{#- The time of a bar in UTC: each way to write it that the layout names is tried in turn; NULL where none fits. -#}
{% macro bar_time(format) -%}
    {%- set readings = [] -%}
    {%- for time_format in format.time_formats -%}{%- do readings.append(bar_time_as(format, time_format)) -%}{%- endfor -%}
    {{ readings[0] if readings | length == 1 else 'coalesce(' ~ readings | join(', ') ~ ')' }}
{%- endmacro %}
