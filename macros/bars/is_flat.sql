{#-
    A leg that does not move: its returns are all the same, up to the rounding of their sum of squared deviations
    (list_comoment). Its correlation is not defined.
-#}
{% macro is_flat(returns, squared_deviations) -%}
    {{ squared_deviations }} <= 1e-12 * {{ list_dot_product(returns, returns) }}
{%- endmacro %}
