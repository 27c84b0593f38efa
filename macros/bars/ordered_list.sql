{#-
    An aggregate: the group's values as a list in the order of a key. Sorting the finished list is several times
    faster than an ordered aggregate, and as deterministic.
-#}
{% macro ordered_list(value, key) -%}
    {{- return(adapter.dispatch('ordered_list', 'stockbond')(value, key)) -}}
{%- endmacro %}

{% macro duckdb__ordered_list(value, key) -%}
    list_transform(
        list_sort(list(struct_pack(sort_key := {{ key }}, element := {{ value }}))), lambda pair: pair.element
    )
{%- endmacro %}
