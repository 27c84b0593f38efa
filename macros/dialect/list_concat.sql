{#- One list behind the other. -#}
{% macro list_concat(first, second) -%}
    {{- return(adapter.dispatch('list_concat', 'stockbond')(first, second)) -}}
{%- endmacro %}

{% macro duckdb__list_concat(first, second) -%}
    list_concat({{ first }}, {{ second }})
{%- endmacro %}

{% macro spark__list_concat(first, second) -%}
    concat({{ first }}, {{ second }})
{%- endmacro %}
