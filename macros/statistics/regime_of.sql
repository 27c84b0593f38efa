{#- The regime of a day's correlation against two thresholds; a tie belongs to the tail. NULL without both thresholds. -#}
{% macro regime_of(correlation, safety_threshold, risky_threshold) -%}
    case
        when {{ correlation }} <= {{ safety_threshold }} then 'safety'
        when {{ correlation }} >= {{ risky_threshold }} then 'risky'
        when {{ correlation }} > {{ safety_threshold }} then 'other'
    end
{%- endmacro %}
