{#- A post-hook: the end of read_files_of. -#}
{% macro read_all_files() -%}
    {{- return(adapter.dispatch('read_all_files', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__read_all_files() -%}
    reset variable bar_files
{%- endmacro %}

{#- There each model says itself what it reads. -#}
{% macro spark__read_all_files() -%}
{%- endmacro %}
