{#- A leg that does not move: all its returns are the same. Its correlation is not defined. -#}
{% macro is_flat(returns) -%}
    list_min({{ returns }}) = list_max({{ returns }})
{%- endmacro %}
