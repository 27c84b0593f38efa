{#-
    The bandwidth of a realized kernel of a list of returns: it grows with n^(3/5) as the theory wants it; 12 minutes for the
    one-minute returns of a whole session (docs/DECISIONS.md).
-#}
{% macro kernel_bandwidth(returns) -%}
    cast(ceil(len({{ returns }}) ** 0.6 / 3) as integer)
{%- endmacro %}
