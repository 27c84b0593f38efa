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

{#- The variable is the session's, which each model may have of its own: it is set when the hook runs. -#}
{% macro spark__read_files_of(model_name, file, condition) -%}
    {%- set query = 'select ' ~ file ~ ' as file from intermediate.' ~ model_name ~ ' where ' ~ condition -%}
    {{- return('{{ set_files_to_read(' ~ tojson(query) ~ ') }}') -}}
{%- endmacro %}
