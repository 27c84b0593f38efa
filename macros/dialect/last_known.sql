{#- Up to this row of a window, the last value that is not NULL. -#}
{% macro last_known(value) -%}
    {{- return(adapter.dispatch('last_known', 'stockbond')(value)) -}}
{%- endmacro %}

{% macro duckdb__last_known(value) -%}
    last_value({{ value }} ignore nulls)
{%- endmacro %}

{% macro spark__last_known(value) -%}
    last_value({{ value }}, true)
{%- endmacro %}
