{#-
    Pearson's (centred) correlation of two equally long lists of returns without NULLs; NULL, never NaN, where it
    is not defined. Sums run in the order of the list, so the last bit is the same at any thread count. Rounding
    may carry a perfect correlation past 1: it is cut there.
-#}
{% macro list_correlation(x, y) -%}
    {{- return(adapter.dispatch('list_correlation', 'stockbond')(x, y)) -}}
{%- endmacro %}

{% macro duckdb__list_correlation(x, y) -%}
    greatest(-1, least(1,
        (list_dot_product({{ x }}, {{ y }}) - list_sum({{ x }}) * list_sum({{ y }}) / len({{ x }}))
        / nullif(sqrt(greatest(0,
            (list_dot_product({{ x }}, {{ x }}) - list_sum({{ x }}) * list_sum({{ x }}) / len({{ x }}))
            * (list_dot_product({{ y }}, {{ y }}) - list_sum({{ y }}) * list_sum({{ y }}) / len({{ y }}))
        )), 0)
    ))
{%- endmacro %}
