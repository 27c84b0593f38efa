{#- The smallest element of a list. -#}
{% macro list_min(elements) -%}
    {{- return(adapter.dispatch('list_min', 'stockbond')(elements)) -}}
{%- endmacro %}

{% macro duckdb__list_min(elements) -%}
    list_min({{ elements }})
{%- endmacro %}

{% macro spark__list_min(elements) -%}
    array_min({{ elements }})
{%- endmacro %}
