{#-
    Standard error of a correlation's Fisher z: the larger of 1 / sqrt(n - 3), which returns of one variance would have
    (Fisher 1921), and the delete-one jackknife (Quenouille, Tukey), from the z without each of the n returns.
-#}
{% macro z_std_error(z_without_one, n) -%}
    greatest(1 / sqrt({{ n }} - 3), sqrt(({{ n }} - 1) * {{ list_variance(z_without_one) }}))
{%- endmacro %}
