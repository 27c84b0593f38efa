{#- Schemas are the layer names, unprefixed: staging, intermediate, marts, estimates, reports. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{- (custom_schema_name or target.schema) | trim -}}
{%- endmacro %}
