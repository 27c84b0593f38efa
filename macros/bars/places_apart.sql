{% macro places_apart() -%}100000{%- endmacro %}
