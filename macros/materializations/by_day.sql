{#-
    A table that is kept, and made anew only for the days on which what it reads is another. The model's SQL gives a column
    `trade_date`, its rows of a day depend on nothing but that day's rows of what it reads and what inputs_version()
    counts, and it asks is_day_to_make() where it reads them: then the table is the same after any sequence of runs. What
    each day was made of stands in build.days_made, written in the same transaction.
-#}
{% materialization by_day, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}
    {%- set name = sql_text(this.schema ~ '.' ~ this.identifier) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {#- The first statement begins the transaction. -#}
    {%- call statement('main') -%}
        delete from build.days_made where false
    {%- endcall -%}
    {%- do query_rows('reset variable days_to_make') -%}{#- A model that failed before may have left its own. -#}
    {%- set days = [] -%}
    {%- set version = sql_text(inputs_version(days)) -%}
    {%- do query_rows(
        'create or replace temporary table days_now as'
        ~ ' select trade_date, hash(list((input, state) order by input)) as state'
        ~ ' from (' ~ (days | unique | join(' union all ')) ~ ') group by trade_date'
    ) -%}
    {%- do query_rows(
        'create or replace temporary table days_to_make as'
        ~ ' select trade_date from temp.days_now as now'
        ~ ' full join (select * from build.days_made where model = ' ~ name ~ ') as made using (trade_date)'
        ~ ' where now.state is distinct from made.state'
    ) -%}
    {%- set n_made, n_of_another_version, n_to_make = query_rows(
        'select count(*), count(*) filter (version <> ' ~ version ~ '), (select count(*) from temp.days_to_make)'
        ~ ' from build.days_made where model = ' ~ name
    )[0] -%}
    {%- set is_known = n_made and not n_of_another_version and existing_relation and existing_relation.is_table -%}
    {%- if not is_known or n_to_make > 250 or should_full_refresh() -%}
        {%- if existing_relation is not none -%}{%- do adapter.drop_relation(existing_relation) -%}{%- endif -%}
        {%- do query_rows(create_table_as(false, target_relation, compiled_code)) -%}
    {%- elif n_to_make -%}
        {%- do query_rows('set variable days_to_make = (select list(trade_date) from temp.days_to_make)') -%}
        {%- do query_rows('delete from ' ~ target_relation ~ ' where ' ~ is_day_to_make()) -%}
        {%- do query_rows('insert into ' ~ target_relation ~ ' by name ' ~ compiled_code) -%}
        {%- do query_rows('reset variable days_to_make') -%}
    {%- endif -%}
    {%- do query_rows('delete from build.days_made where model = ' ~ name) -%}
    {%- do query_rows(
        'insert into build.days_made select ' ~ name ~ ', ' ~ version ~ ', trade_date, state from temp.days_now'
    ) -%}

    {{- return(end_of_model(target_relation)) -}}
{% endmaterialization %}

{#-
    On Spark a plain table, made anew in every run, unless the model has a partition a day. Then only the days on which
    what it reads is another are made: their partitions are taken out and written, and the ledger after them.
-#}
{% materialization by_day, adapter='spark' %}
    {%- set ledger = api.Relation.create(schema='build', identifier='days_made_of_' ~ this.identifier) -%}
    {%- do query_rows('create database if not exists build') -%}
    {%- if not config.get('partition_by') -%}
        {%- do query_rows('drop table if exists ' ~ ledger) -%}
        {%- do query_rows('declare or replace variable days_to_make array<date>') -%}
        {{- return(materialization_table_spark()) -}}
    {%- endif -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}

    {{ run_hooks(pre_hooks) }}

    {%- do query_rows('drop table if exists build.days_now') -%}
    {%- set days = [] -%}
    {%- set version = sql_text(inputs_version(days)) -%}
    {%- call statement('main') -%}
        create table build.days_now using parquet as
        select trade_date, xxhash64(sort_array(collect_list(struct(input, state)))) as state, {{ version }} as version
        from ({{ days | unique | join(' union all ') }})
        group by trade_date
    {%- endcall -%}
    {%- set is_known = existing_relation and existing_relation.is_table and not should_full_refresh() and load_relation(ledger)
        and not query_rows('select 1 from ' ~ ledger ~ ' where version <> ' ~ version ~ ' limit 1') -%}
    {%- set others = query_rows(
        'select cast(trade_date as string) from build.days_now as now full join ' ~ ledger ~ ' as made using (trade_date)'
        ~ ' where not now.state <=> made.state limit 251'
    ) | map('first') | list if is_known else [] -%}
    {%- do query_rows('declare or replace variable days_to_make array<date>') -%}
    {%- if not is_known or others | length > 250 -%}
        {%- if existing_relation is not none -%}{%- do adapter.drop_relation(existing_relation) -%}{%- endif -%}
        {%- do query_rows(create_table_as(false, target_relation, compiled_code)) -%}
    {%- elif others -%}
        {%- set dates = "date '" ~ others | join("', date '") ~ "'" -%}
        {%- do query_rows(
            'alter table ' ~ target_relation ~ " drop if exists partition (trade_date = '"
            ~ others | join("'), partition (trade_date = '") ~ "')"
        ) -%}
        {%- do query_rows('set variable days_to_make = array(' ~ dates ~ ')') -%}
        {%- do query_rows('insert into ' ~ target_relation ~ ' by name ' ~ compiled_code) -%}
    {%- endif -%}
    {%- do query_rows('drop table if exists ' ~ ledger) -%}
    {%- do query_rows('alter table build.days_now rename to ' ~ ledger) -%}

    {{ run_hooks(post_hooks) }}
    {{- return({'relations': [target_relation]}) -}}
{% endmaterialization %}
