{#- How many different elements a list has. -#}
{% macro list_unique(elements) -%}
    {{- return(adapter.dispatch('list_unique', 'stockbond')(elements)) -}}
{%- endmacro %}

{% macro duckdb__list_unique(elements) -%}
    list_unique({{ elements }})
{%- endmacro %}

{% macro spark__list_unique(elements) -%}
    array_size(array_distinct({{ elements }}))
{%- endmacro %}
