{#- The layouts that Spark reads: Parquet in our own columns, a folder of bars/. -#}
{% macro spark_formats() -%}
    {{- return([{'format': 'canonical', 'folder': 'bars/canonical', 'plain_globs': []}]) -}}
{%- endmacro %}
