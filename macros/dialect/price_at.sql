{#- The price on a place of a list, counted from 1; NULL past its ends and before it. -#}
{% macro price_at(prices, place) -%}
    {{- return(adapter.dispatch('price_at', 'stockbond')(prices, place)) -}}
{%- endmacro %}

{#- Element 0 of a list is NULL; a negative one would count from the end. -#}
{% macro duckdb__price_at(prices, place) -%}
    {{ prices }}[greatest({{ place }}, 0)]
{%- endmacro %}

{% macro spark__price_at(prices, place) -%}
    get({{ prices }}, {{ place }} - 1)
{%- endmacro %}
