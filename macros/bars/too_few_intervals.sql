{#-
    Is the share of a session's intervals that have a return under var min_interval_share? Whole numbers only: at the
    edge no rounding decides.
-#}
{% macro too_few_intervals(n_intervals, n_session_intervals) -%}
    {%- set numerator, denominator = var('min_interval_share').split('/') -%}
    {{ denominator | int }} * cast({{ n_intervals }} as integer) < {{ numerator | int }} * cast({{ n_session_intervals }} as integer)
{%- endmacro %}
