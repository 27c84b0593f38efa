{#- What a group of the layout's pattern finds in the path below the vendor's folder. -#}
{% macro path_part(format, group) -%}
    regexp_extract(substr(path, {{ format.folder | length + 1 }}), {{ text_literal(format.path) }}, {{ format.groups[group] }})
{%- endmacro %}
