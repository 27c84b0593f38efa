{#-
    Bipower variation of a list of returns, pi / 2 times the sum of products of neighbours' sizes: a jump has a
    neighbour that is none (Barndorff-Nielsen and Shephard 2004). `sizes` are the absolute values.
-#}
{% macro bipower_variation(sizes) -%}
    (pi() / 2 * list_dot_product(list_slice({{ sizes }}, 2, len({{ sizes }})), list_slice({{ sizes }}, 1, len({{ sizes }}) - 1)))
{%- endmacro %}
