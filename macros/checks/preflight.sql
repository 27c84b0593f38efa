{#-
    on-run-start: is there a data root, is it whole, and does the working file belong to it? Whatever is wrong
    stops the run with a message for its user, before any table changes. Then the run is written down as
    started: a run that is killed stays without an end, and publish refuses the file.
-#}
{% macro preflight() -%}
    {{- return(adapter.dispatch('preflight', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__preflight() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'seed'] -%}
        {%- do check_vars() -%}
        {%- do check_files_open() -%}
        {%- do check_declared_formats() -%}
        {%- set files = landing_files() -%}
        {%- do check_data_root_has_files(files) -%}
        {%- set manifest = data_root_manifest() -%}
        {%- do check_files_not_empty(files) -%}
        {%- do check_manifest_lists_files(manifest, files) -%}
        {%- do make_run_log() -%}
        {%- do check_files_settled(files) -%}
        {%- do check_text_files(files) -%}
        {#- Bar files that were read before, and are what they were then, were looked at then. -#}
        {%- set fresh = fresh_files(files) -%}
        {%- do check_bar_formats(fresh) -%}
        {%- do check_csv_headers(fresh, {
            'series/treasury/auctions_query*.csv': [
                'cusip', 'security_type', 'security_term', 'auction_date', 'issue_date', 'maturity_date', 'offering_amt',
                'reopening', 'inflation_index_security'
            ],
            'series/treasury/Securities*.csv': [
                'cusip', 'security type', 'security term', 'auction date', 'issue date', 'maturity date'
            ],
        }) -%}
        {%- do check_every_file_is_read(files) -%}
        {%- set root = query_rows('select absolute_path(' ~ sql_text(data_root()) ~ ')')[0][0] -%}
        {%- do check_one_root_per_warehouse(root, manifest) -%}
        {%- if flags.WHICH != 'test' -%}
            insert into build.runs (
                invocation_id, started_at_utc, data_root, is_simulated, manifest_sha256, command_line_vars,
                session_open, session_close, interval_minutes, as_of
            )
            values (
                {{ sql_text(invocation_id) }},
                {{ sql_text(run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f')) }},
                {{ sql_text(root) }},
                {{ manifest.is_simulated }},
                {{ sql_text(manifest.sha256) if manifest.sha256 else 'null' }},
                {{ sql_text(tojson(invocation_args_dict.get('vars') or {})) }},
                {{ sql_text(var('session_open')) }},
                {{ sql_text(var('session_close')) }},
                {{ var('interval_minutes') }},
                timestamp '{{ as_of() }}'
            )
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#-
    What Spark makes is the bar path, of files that it can read. Their folders become tables: Spark lists files when a table is
    made, and this is the moment.
-#}
{% macro spark__preflight() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {%- do check_vars() -%}
        {%- do check_spark_resources() -%}
        {%- if flags.WHICH != 'seed' -%}
            {%- do make_spark_sources() -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
