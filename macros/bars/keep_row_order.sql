{#-
    A hook: whether a table keeps the order in which its rows were read. Where no reader relies on it, as with the
    bars of several files, letting go of it lets every core write.
-#}
{% macro keep_row_order(keep) -%}
    {{- return(adapter.dispatch('keep_row_order', 'stockbond')(keep)) -}}
{%- endmacro %}

{% macro duckdb__keep_row_order(keep) -%}
    set preserve_insertion_order = {{ 'true' if keep else 'false' }}
{%- endmacro %}

{% macro default__keep_row_order(keep) -%}
{%- endmacro %}
