{#-
    The descriptions of a relation and its columns, as comments, in place of dbt's macro: one statement. dbt first looks up
    which columns there are. Here every column is described, and a description without a column is DuckDB's error.
-#}
{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
    {%- if config.persist_relation_docs() -%}
        {%- call statement('comments', auto_begin=false) -%}
            comment on {{ relation.type }} {{ relation }} is {{ sql_text(model.description) }};
            {%- for name, column in model.columns.items() %}
            comment on column {{ relation }}.{{ adapter.quote(name) }} is {{ sql_text(column.description) }};
            {%- endfor -%}
        {%- endcall -%}
    {%- endif -%}
{%- endmacro %}
