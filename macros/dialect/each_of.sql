{#- In a select list: a row for each element of a list. -#}
{% macro each_of(elements) -%}
    {{- return(adapter.dispatch('each_of', 'stockbond')(elements)) -}}
{%- endmacro %}

{% macro duckdb__each_of(elements) -%}
    unnest({{ elements }})
{%- endmacro %}

{% macro spark__each_of(elements) -%}
    explode({{ elements }})
{%- endmacro %}
