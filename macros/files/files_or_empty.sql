{#-
    The source's files, or a typed empty relation where the data root has none of them:
    DuckDB refuses to read an empty glob, and a missing vendor is no error.
    `columns` maps each column the model reads to its type.
-#}
{% macro files_or_empty(relation, pattern, columns) -%}
    {%- if has_files(pattern) -%}
        {{ relation }}
    {%- else -%}
        (
            select
                {% for name, type in columns.items() -%}
                    cast(null as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
                {% endfor %}
            where false
        )
    {%- endif -%}
{%- endmacro %}
