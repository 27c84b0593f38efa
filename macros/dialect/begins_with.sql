{#- Does a text begin with another? -#}
{% macro begins_with(text, start) -%}
    {{- return(adapter.dispatch('begins_with', 'stockbond')(text, start)) -}}
{%- endmacro %}

{% macro duckdb__begins_with(text, start) -%}
    starts_with({{ text }}, {{ start }})
{%- endmacro %}

{% macro spark__begins_with(text, start) -%}
    startswith({{ text }}, {{ start }})
{%- endmacro %}
