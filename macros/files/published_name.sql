{#- A file's name, or path, without the number that a browser adds to a second download: DGS10 (1).csv is DGS10.csv. -#}
{% macro published_name(file) -%}
    regexp_replace({{ file }}, ' ?\([0-9]+\)(\.[^./]+)$', '\1')
{%- endmacro %}
