{#- The lists of a group, one behind the other. -#}
{% macro flattened_lists(elements) -%}
    {{- return(adapter.dispatch('flattened_lists', 'stockbond')(elements)) -}}
{%- endmacro %}

{% macro duckdb__flattened_lists(elements) -%}
    flatten(list({{ elements }}))
{%- endmacro %}

{% macro spark__flattened_lists(elements) -%}
    flatten(collect_list({{ elements }}))
{%- endmacro %}
