{#- A field of a struct. -#}
{% macro field(struct, name) -%}
    {{- return(adapter.dispatch('field', 'stockbond')(struct, name)) -}}
{%- endmacro %}

{% macro duckdb__field(struct, name) -%}
    struct_extract({{ struct }}, '{{ name }}')
{%- endmacro %}

{% macro spark__field(struct, name) -%}
    {{ struct }}.{{ name }}
{%- endmacro %}
