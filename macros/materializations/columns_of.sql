{#- The names and types of a relation's columns as one text: a hash of rows knows neither. -#}
{% macro columns_of(relation) -%}
    {%- set said = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do said.append(column.name ~ ' ' ~ column.data_type) -%}
    {%- endfor -%}
    {{- return(said | join(', ')) -}}
{%- endmacro %}
