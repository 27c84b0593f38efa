{#-
    The sum of products of two equally long lists' deviations from their means (with itself: the sum of squared
    deviations). No NULL may stand anywhere in the columns. Sums run in the order of the list, so the last bit is the
    same at any thread count.
-#}
{% macro list_comoment(x, y) -%}
    {{- return(adapter.dispatch('list_comoment', 'stockbond')(x, y)) -}}
{%- endmacro %}

{% macro default__list_comoment(x, y) -%}
    {{ list_dot_product(x, y) }} - {{ list_sum(x) }} * {{ list_sum(y) }} / {{ list_length(x) }}
{%- endmacro %}
