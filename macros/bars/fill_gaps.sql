{#-
    A list of grid prices as the var gap_fill wants it: gaps left missing (none) or filled (previous_tick); the preflight
    has seen that it is one of the two.
-#}
{% macro fill_gaps(prices) -%}
    {{- return(adapter.dispatch('fill_gaps', 'stockbond')(prices)) -}}
{%- endmacro %}

{% macro default__fill_gaps(prices) -%}
    {%- if var('gap_fill') == 'none' -%}
        {{ prices }}
    {%- else -%}
        {{ previous_tick(prices) }}
    {%- endif -%}
{%- endmacro %}
