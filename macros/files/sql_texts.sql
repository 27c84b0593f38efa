{#- A list of SQL string literals. -#}
{% macro sql_texts(values) -%}
    {%- set literals = [] -%}
    {%- for value in values -%}{%- do literals.append(sql_text(value)) -%}{%- endfor -%}
    {{- return('[' ~ literals | join(', ') ~ ']') -}}
{%- endmacro %}
