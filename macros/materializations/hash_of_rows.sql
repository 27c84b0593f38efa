{#- One text for all rows of a relation, in whatever order they lie. -#}
{% macro hash_of_rows(relation) -%}
    {{- return(query_rows("select count(*) || ' ' || " ~ sum_of_hashes() ~ ' from ' ~ relation ~ ' as row_of')[0][0]) -}}
{%- endmacro %}
