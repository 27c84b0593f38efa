{#- Do two legs move as one, up to rounding? Fisher's z of their correlation is not finite then. -#}
{% macro is_perfect(correlation) -%}
    not coalesce(abs({{ correlation }}) < 1 - 1e-12, false)
{%- endmacro %}
