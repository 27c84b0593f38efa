{#- The external table over the files of a layout that Spark reads. -#}
{% macro source_of_format(format) -%}
    {{- return(api.Relation.create(schema='landing', identifier=format.format)) -}}
{%- endmacro %}
