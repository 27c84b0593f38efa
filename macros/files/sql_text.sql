{#- A value as an SQL string literal: quotes doubled, so that no file name or symbol ever becomes SQL. -#}
{% macro sql_text(value) -%}
    {{- return("'" ~ (value | string | replace("'", "''")) ~ "'") -}}
{%- endmacro %}
