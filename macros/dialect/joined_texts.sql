{#- The different texts of a group in their order, as one. -#}
{% macro joined_texts(text) -%}
    {{- return(adapter.dispatch('joined_texts', 'stockbond')(text)) -}}
{%- endmacro %}

{% macro duckdb__joined_texts(text) -%}
    string_agg(distinct {{ text }}, ', ' order by {{ text }})
{%- endmacro %}

{% macro spark__joined_texts(text) -%}
    array_join(sort_array(collect_set({{ text }})), ', ')
{%- endmacro %}
