{#- An element of a list, counted from 1; NULL past its ends. -#}
{% macro element(elements, place) -%}
    {{- return(adapter.dispatch('element', 'stockbond')(elements, place)) -}}
{%- endmacro %}

{% macro duckdb__element(elements, place) -%}
    {{ elements }}[{{ place }}]
{%- endmacro %}

{% macro spark__element(elements, place) -%}
    get({{ elements }}, {{ place }} - 1)
{%- endmacro %}
