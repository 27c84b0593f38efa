{#-
    A pre-hook: of the bar files only those that a query on a model of the intermediate layer names are read, until the
    variable is reset.
-#}
{% macro read_files_of(model_name, file, condition) -%}
    {{- return(adapter.dispatch('read_files_of', 'stockbond')(model_name, file, condition)) -}}
{%- endmacro %}

{% macro duckdb__read_files_of(model_name, file, condition) -%}
    {{- set_bar_files(
        'select distinct ' ~ sql_text(data_root() ~ '/') ~ ' || ' ~ file ~ ' as full_path from intermediate.' ~ model_name
        ~ ' where ' ~ condition
    ) -}}
{%- endmacro %}

{#- Its tables of bars are read whole. -#}
{% macro spark__read_files_of(model_name, file, condition) -%}
{%- endmacro %}
