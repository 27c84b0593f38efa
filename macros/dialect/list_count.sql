{#- How many elements of a list are not NULL. -#}
{% macro list_count(elements) -%}
    {{- return(adapter.dispatch('list_count', 'stockbond')(elements)) -}}
{%- endmacro %}

{% macro duckdb__list_count(elements) -%}
    list_count({{ elements }})
{%- endmacro %}

{% macro spark__list_count(elements) -%}
    array_size(filter({{ elements }}, value -> value is not null))
{%- endmacro %}
