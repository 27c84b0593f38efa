{#- The whole number of times that one whole number goes into another. -#}
{% macro quotient(number, by) -%}
    {{- return(adapter.dispatch('quotient', 'stockbond')(number, by)) -}}
{%- endmacro %}

{% macro duckdb__quotient(number, by) -%}
    {{ number }} // {{ by }}
{%- endmacro %}

{% macro spark__quotient(number, by) -%}
    {{ number }} div {{ by }}
{%- endmacro %}
