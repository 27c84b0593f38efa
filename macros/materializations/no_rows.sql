{#-
    On Spark a table with a model's columns and no rows: what it is made of is read by DuckDB alone, and who reads it takes
    no rows for none.
-#}
{% materialization no_rows, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set columns = [] -%}
    {%- for column in model.columns.values() -%}
        {%- do columns.append('cast(null as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {%- do query_rows('drop table if exists ' ~ target_relation) -%}
    {%- call statement('main') -%}
        create table {{ target_relation }} using parquet as select {{ columns | join(', ') }} where false
    {%- endcall -%}
    {{- return({'relations': [target_relation]}) -}}
{% endmaterialization %}
