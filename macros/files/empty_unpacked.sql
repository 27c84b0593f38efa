{#- on-run-end: what was unpacked goes. -#}
{% macro empty_unpacked() -%}
    {{- return(adapter.dispatch('empty_unpacked', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__empty_unpacked() -%}
    select emptied({{ sql_text(unpacked_folder()) }})
{%- endmacro %}

{#- It unpacks nothing. -#}
{% macro spark__empty_unpacked() -%}

{%- endmacro %}
