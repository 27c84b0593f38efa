{#- Is a day among those that a run makes? All are, unless the table is kept and some of its days alone are others. -#}
{% macro is_day_to_make() -%}
    {{- return(adapter.dispatch('is_day_to_make', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__is_day_to_make() -%}
    (getvariable('days_to_make') is null or list_contains(getvariable('days_to_make'), trade_date))
{%- endmacro %}

{% macro spark__is_day_to_make() -%}
    true
{%- endmacro %}
