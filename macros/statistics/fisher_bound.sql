{#-
    Bound of the 95 % interval of a correlation: tanh(atanh(r) -/+ 1.96 / sqrt(n - 3)), Fisher (1921).
    `side` is -1 for the lower, 1 for the upper bound.
-#}
{% macro fisher_bound(correlation, n, side) -%}
    tanh(atanh({{ correlation }}) + ({{ side }}) * 1.959963984540054 / sqrt(greatest({{ n }} - 3, 0)))
{%- endmacro %}
