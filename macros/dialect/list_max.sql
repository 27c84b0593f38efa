{#- The largest element of a list. -#}
{% macro list_max(elements) -%}
    {{- return(adapter.dispatch('list_max', 'stockbond')(elements)) -}}
{%- endmacro %}

{% macro duckdb__list_max(elements) -%}
    list_max({{ elements }})
{%- endmacro %}

{% macro spark__list_max(elements) -%}
    array_max({{ elements }})
{%- endmacro %}
