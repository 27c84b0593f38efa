{#- The sum of products of two lists over the root of their sums of squares: returns about zero, not about their means. -#}
{% macro uncentred_correlation(x, y) -%}
    greatest(-1, least(1, list_dot_product({{ x }}, {{ y }}) / sqrt(nullif(
            list_dot_product({{ x }}, {{ x }}) * list_dot_product({{ y }}, {{ y }}), 0
        ))))
{%- endmacro %}
