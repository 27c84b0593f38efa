{#- Fewer returns than var min_intervals of a full day's 78; a shorter session needs the same share of its own. -#}
{% macro too_few_intervals(n_intervals, n_session_intervals) -%}
    {{ n_intervals }} * {{ 390 // var('interval_minutes') }} < {{ var('min_intervals') }} * {{ n_session_intervals }}
{%- endmacro %}
