{#- The printed column of a table: value, t statistic and stars of one specification, of the cells in a group. -#}
{% macro cell_columns(specification, name=none) -%}
    {%- set column = name or specification -%}
    max(value) filter (where specification = '{{ specification }}') as {{ column }},
        max(t_stat) filter (where specification = '{{ specification }}') as {{ column }}_t_stat,
        max(stars) filter (where specification = '{{ specification }}') as {{ column }}_stars
{%- endmacro %}
