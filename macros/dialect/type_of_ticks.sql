{#- The type of a list of trades, each with its time and its price. -#}
{% macro type_of_ticks() -%}
    {{- return(adapter.dispatch('type_of_ticks', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__type_of_ticks() -%}
    struct(at_utc timestamp, price double)[]
{%- endmacro %}

{% macro spark__type_of_ticks() -%}
    array<struct<at_utc: timestamp, price: double>>
{%- endmacro %}
