{#- The number of minutes from var vector_open to vector_close, both ends counted; the preflight has seen that they fit. -#}
{% macro n_vector_minutes() -%}
    {{- return(clock_minutes(var('vector_close')) - clock_minutes(var('vector_open')) + 1) -}}
{%- endmacro %}
