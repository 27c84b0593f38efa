{#-
    A table that Spark made, taken in from its Parquet files in the columns and types of the model's own SQL. No bar file is
    read, and make_ledger has forgotten what was known of them: the next build without Spark reads them all.
-#}
{% materialization from_spark, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}
    {%- set files = vectors_from() ~ '/' ~ this.schema ~ '.db/' ~ this.identifier ~ '/*.parquet' -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}

    {#- The first statement begins the transaction. -#}
    {%- call statement('main') -%}
        delete from build.bar_files where false
    {%- endcall -%}
    {%- if existing_relation is not none -%}{%- do adapter.drop_relation(existing_relation) -%}{%- endif -%}
    {%- do query_rows(create_table_as(false, target_relation, 'select * from (' ~ compiled_code ~ ') where false')) -%}
    {%- do query_rows(
        'insert into ' ~ target_relation ~ ' by name select * from read_parquet(' ~ sql_text(files) ~ ')'
    ) -%}

    {{- return(end_of_model(target_relation)) -}}
{% endmaterialization %}
