{#- How many elements a list has, NULLs counted. -#}
{% macro list_length(elements) -%}
    {{- return(adapter.dispatch('list_length', 'stockbond')(elements)) -}}
{%- endmacro %}

{% macro duckdb__list_length(elements) -%}
    len({{ elements }})
{%- endmacro %}

{% macro spark__list_length(elements) -%}
    array_size({{ elements }})
{%- endmacro %}
