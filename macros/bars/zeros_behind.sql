{#- A list of numbers with zeros behind it; `n` is how many. -#}
{% macro zeros_behind(elements, n) -%}
    {{- return(adapter.dispatch('zeros_behind', 'stockbond')(elements, n)) -}}
{%- endmacro %}

{% macro default__zeros_behind(elements, n) -%}
    list_resize({{ elements }}, len({{ elements }}) + {{ n }}, 0)
{%- endmacro %}
