{#-
    One number for rows in any order, of the alias `row_of`. The hash of a row is linear in its last column: hashed once
    more, two rows that swap its values are two others.
-#}
{% macro sum_of_hashes() -%}
    {{- return('sum(hash(hash(row_of)))') -}}
{%- endmacro %}
