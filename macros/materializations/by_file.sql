{#-
    A table that is made file by file: each run reads the bar files that are new or changed since the last one, and takes
    out the rows of those that changed or vanished. The model's SQL gives a column `file`, and its rows of a file must
    depend on nothing but that file and what inputs_version() counts: then the table is the same after any sequence of
    runs. What a file was when it was read stands in build.bar_files, written in the same transaction.
-#}
{% materialization by_file, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {#- The first statement begins the transaction. -#}
    {%- call statement('main') -%}
        delete from build.bar_files where false
    {%- endcall -%}
    {%- set version = inputs_version() -%}
    {%- set n_files, n_other = query_rows(
        'select count(*), count(*) filter (version <> ' ~ sql_text(version) ~ ') from build.bar_files'
    )[0] -%}
    {%- set is_known = n_files and not n_other -%}
    {%- if existing_relation is none or not existing_relation.is_table or not is_known or should_full_refresh() -%}
        {%- if existing_relation is not none -%}{%- do adapter.drop_relation(existing_relation) -%}{%- endif -%}
        {%- do query_rows('delete from build.bar_files') -%}
        {%- do query_rows(set_bar_files("select '' as full_path where false")) -%}
        {%- do query_rows(create_table_as(false, target_relation, compiled_code)) -%}
    {%- endif -%}

    {#- A file whose state is another is looked at: only other content is read. -#}
    {%- do query_rows(
        'create or replace temporary table bar_files_now as with looked_at as materialized ('
        ~ ' select landed.path, landed.full_path, landed.size, landed.state, known.sha256 as known_checksum,'
        ~ ' case when known.state = landed.state' ~ (' and false' if var('verify_files') else '')
        ~ ' then known.sha256 else file_sha256(landed.full_path) end as checksum'
        ~ ' from build.landing_files as landed left join build.bar_files as known using (path)'
        ~ " where landed.format is not null and landed.is_read"
        ~ ') select *, known_checksum is not distinct from checksum as is_known from looked_at'
    ) -%}
    {%- do query_rows(
        'create or replace temporary table bar_files_gone as select path from build.bar_files'
        ~ ' anti join (select path from bar_files_now where is_known) as kept using (path)'
    ) -%}
    {%- do query_rows('delete from ' ~ target_relation ~ ' where file in (select path from bar_files_gone)') -%}
    {#- Files are read in batches, so that their bars never fill the memory. -#}
    {%- set batches = query_rows(
        'select distinct sum(size) over (order by full_path) // ' ~ (var('batch_mb') * 1000000) ~ ' as batch'
        ~ ' from bar_files_now where not is_known order by batch'
    ) -%}
    {%- for batch in batches -%}
        {%- do query_rows(set_bar_files(
            'select full_path from (select full_path, sum(size) over (order by full_path) // ' ~ (var('batch_mb') * 1000000)
            ~ ' as batch from bar_files_now where not is_known) where batch = ' ~ batch[0]
        )) -%}
        {%- do query_rows('insert into ' ~ target_relation ~ ' by name ' ~ compiled_code) -%}
    {%- endfor -%}
    {%- do query_rows('reset variable bar_files') -%}
    {%- do query_rows('delete from build.bar_files') -%}
    {%- do query_rows(
        'insert into build.bar_files select path, full_path, size, state, checksum, ' ~ sql_text(version) ~ ' from bar_files_now'
    ) -%}
    {%- do say_what_was_read(target_relation) -%}

    {{- return(end_of_model(target_relation)) -}}
{% endmaterialization %}

{#-
    On Spark a file is what it was while its size and time are. Without transactions the ledger build.bar_files is
    written last, and what it lacks is taken out of the table before it is read: a run that is killed changes no later one.
-#}
{% materialization by_file, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing_relation = load_cached_relation(this) -%}

    {{ run_hooks(pre_hooks) }}

    {%- do query_rows('create database if not exists build') -%}
    {%- do query_rows('drop table if exists build.bar_files_now') -%}
    {%- call statement('main') -%}
        create table build.bar_files_now using parquet as
        select path, state, {{ sql_text(inputs_version()) }} as version
        from landing.files
        where path like 'bars/%.parquet'
    {%- endcall -%}
    {%- set is_known = existing_relation and existing_relation.is_table and not should_full_refresh() and not var('verify_files')
        and load_relation(api.Relation.create(schema='build', identifier='bar_files')) -%}
    {#- More than a thousand are not compared with each file: all are read. -#}
    {%- set others = query_rows(
        'select path, now.path is not null and now.version <> known.version from build.bar_files_now as now'
        ~ ' full join build.bar_files as known using (path)'
        ~ ' where not (now.state <=> known.state and now.version <=> known.version) limit 1001'
    ) if is_known else [] -%}
    {%- set is_anew = not is_known or others | length > 1000 or true in others | map('last') | list -%}
    {%- if is_anew -%}
        {%- if existing_relation is not none -%}{%- do adapter.drop_relation(existing_relation) -%}{%- endif -%}
        {%- do set_files_to_read() -%}
        {%- do query_rows(create_table_as(false, target_relation, compiled_code)) -%}
    {%- elif others -%}
        {%- set paths = [] -%}
        {%- for other in others -%}{%- do paths.append(text_literal(other[0])) -%}{%- endfor -%}
        {%- set paths = '(' ~ paths | join(', ') ~ ')' -%}
        {%- if query_rows('select 1 from ' ~ target_relation ~ ' where file in ' ~ paths ~ ' limit 1') -%}
            {%- set kept = target_relation ~ '__kept' -%}
            {%- do query_rows('drop table if exists ' ~ kept) -%}
            {%- do query_rows(
                'create table ' ~ kept ~ ' using parquet as select * from ' ~ target_relation ~ ' where file not in ' ~ paths
            ) -%}
            {%- do query_rows('drop table ' ~ target_relation) -%}
            {%- do query_rows('alter table ' ~ kept ~ ' rename to ' ~ target_relation) -%}
        {%- endif -%}
        {%- do set_files_to_read('select path as file from build.bar_files_now where path in ' ~ paths) -%}
        {%- do query_rows('insert into ' ~ target_relation ~ ' by name ' ~ compiled_code) -%}
    {%- endif -%}
    {%- do log('bars: ' ~ ('all files are read' if is_anew else 'files read or gone: ' ~ others | length), info=true) -%}
    {%- do query_rows('drop table if exists build.bar_files') -%}
    {%- do query_rows('alter table build.bar_files_now rename to build.bar_files') -%}

    {{ run_hooks(post_hooks) }}
    {{- return({'relations': [target_relation]}) -}}
{% endmaterialization %}
