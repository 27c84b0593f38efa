{#- How each materialization of DuckDB ends: the hooks, the comments, the commit; gives what dbt is to know of the model. -#}
{% macro end_of_model(relation) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do persist_docs(relation, model) -%}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{- return({'relations': [relation]}) -}}
{%- endmacro %}
