{#-
    How large a return is that counts as a jump: over 3 sqrt(bipower variation) n^-0.49 (Mancini 2009). At that rate the
    threshold shrinks slower than what diffuses between two of n points.
-#}
{% macro jump_size(returns, variation) -%}
    3 * sqrt({{ variation }}) * len({{ returns }}) ** -0.49
{%- endmacro %}
