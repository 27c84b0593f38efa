{#-
    One number for rows in any order, of the alias `row_of`. DuckDB's hash of a row is linear in its last column: hashed once
    more, two rows that swap its values are two others.
-#}
{% macro sum_of_hashes() -%}
    {{- return(adapter.dispatch('sum_of_hashes', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__sum_of_hashes() -%}
    sum(hash(hash(row_of)))
{%- endmacro %}

{% macro spark__sum_of_hashes() -%}
    sum(cast(xxhash64(struct(row_of.*)) as decimal(38, 0)))
{%- endmacro %}
