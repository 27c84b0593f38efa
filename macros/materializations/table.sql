{#-
    A table, in dbt's own way but for how it comes into its place: one transaction drops the one before and makes the new
    one under its own name. dbt makes it under another name and renames both: more statements, each called in a context
    that holds all macros. A model in Python writes through a connection of its own, outside this transaction: it keeps
    the other name until it is whole.
-#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set language = model['language'] -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set drop_before = drop_text(load_cached_relation(this)) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {%- if language == 'python' -%}
        {%- set new_relation = make_intermediate_relation(target_relation) -%}
        {%- do drop_relation_if_exists(load_cached_relation(new_relation)) -%}{#- Of a run that was killed. -#}
    {%- endif -%}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- call statement('main', language=language) -%}
        {%- if language == 'python' -%}
            {{- create_table_as(false, new_relation, compiled_code, language) -}}
        {%- else -%}
            {{- drop_before }}
            {{ create_table_as(false, target_relation, compiled_code) }}
        {%- endif -%}
    {%- endcall -%}
    {%- if language == 'python' -%}
        {%- call statement('place') -%}
            {{- drop_before }}
            alter table {{ new_relation }} rename to {{ adapter.quote(target_relation.identifier) }}
        {%- endcall -%}
    {%- endif -%}

    {{- return(end_of_model(target_relation)) -}}
{% endmaterialization %}
