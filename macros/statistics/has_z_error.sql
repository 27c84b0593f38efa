{#- Can a correlation's z_std_error be told: more than three returns, no perfect correlation, none that decides? -#}
{% macro has_z_error(correlation, z_without_one, n) -%}
    {{ n }} > 3 and not {{ is_perfect(correlation) }} and list_count({{ z_without_one }}) = {{ n }}
{%- endmacro %}
