{#- The names of a relation's columns and their types: a hash of rows knows neither. -#}
{% macro columns_of(relation) -%}
    {%- set types = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do types.update({column.name: column.data_type}) -%}
    {%- endfor -%}
    {{- return(types) -}}
{%- endmacro %}
