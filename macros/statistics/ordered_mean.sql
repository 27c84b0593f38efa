{#- Mean of a group in a fixed order of summation: the same to the last digit whatever the threads. -#}
{% macro ordered_mean(column, order_by) -%}
    list_avg(list({{ column }} order by {{ order_by }}) filter (where {{ column }} is not null))
{%- endmacro %}
