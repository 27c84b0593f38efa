{#- Does a regular expression fit some part of a text? -#}
{% macro matches(text, pattern) -%}
    {{- return(adapter.dispatch('matches', 'stockbond')(text, pattern)) -}}
{%- endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    regexp_like({{ text }}, {{ pattern }})
{%- endmacro %}
