{#- Files as a list of SQL string literals for DuckDB's readers, which take a name with * ? [ for a pattern otherwise. -#}
{% macro file_patterns(files) -%}
    {%- set patterns = [] -%}
    {%- for file in files -%}{%- do patterns.append(modules.re.sub('([*?\\[])', '[\\1]', file)) -%}{%- endfor -%}
    {{- return(sql_texts(patterns)) -}}
{%- endmacro %}
