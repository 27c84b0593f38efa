{#-
    The as-of moment as it was given, empty where none was. `stockbond build --as-of` gives it in the environment: for
    other vars dbt parses the project anew. At parse time nothing asks for it, or dbt would see a change and parse anew.
-#}
{% macro given_as_of() -%}
    {{- return((env_var('STOCKBOND_AS_OF', '') if execute else '') or var('as_of') | string) -}}
{%- endmacro %}
