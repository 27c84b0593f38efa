{#- A view, as dbt makes it, but in one transaction under its own name (see table.sql). -#}
{% materialization view, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- call statement('main') -%}
        {{- drop_text(load_cached_relation(this)) }}
        {{ get_create_view_as_sql(target_relation, sql) }}
    {%- endcall -%}

    {{- return(end_of_model(target_relation)) -}}
{% endmaterialization %}
