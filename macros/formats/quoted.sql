{#- A column's name as the vendor writes it. -#}
{% macro quoted(name) -%}
    "{{ name | replace('"', '""') }}"
{%- endmacro %}
