{#-
    on-run-start: is there a data root, is it whole, and does the working file belong to it? Whatever is wrong
    stops the run with a message for its user, before any table changes. Then the run is written down as
    started: a run that is killed stays without an end, and publish refuses the file.
-#}
{% macro preflight() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'seed'] -%}
        {%- do check_files_open() -%}
        {%- set files = landing_files() -%}
        {%- do check_data_root_has_files(files) -%}
        {%- set manifest = data_root_manifest() -%}
        {%- do check_files_not_empty(files) -%}
        {%- do check_manifest_lists_files(manifest, files) -%}
        {%- do make_run_log() -%}
        {%- do check_files_settled(files) -%}
        {%- do check_text_files(files) -%}
        {%- set canonical = 'bars/canonical/**/*.parquet' -%}
        {%- if has_files(canonical) -%}
            {%- do check_parquet_is_whole(data_root() ~ '/' ~ canonical) -%}
            {%- do check_parquet_bars(data_root() ~ '/' ~ canonical) -%}
        {%- endif -%}
        {%- do check_csv_headers({
            'bars/oanda/*/*/*.csv': ['time', 'close', 'high', 'low', 'open', 'volume'],
            'series/treasury/auctions_query.csv': [
                'cusip', 'security_type', 'security_term', 'auction_date', 'issue_date', 'maturity_date', 'offering_amt',
                'reopening', 'inflation_index_security'
            ],
            'series/treasury/Securities.csv': [
                'cusip', 'security type', 'security term', 'auction date', 'issue date', 'maturity date'
            ],
        }) -%}
        {%- do warn_of_unread_files(files) -%}
        {%- set root = query_rows('select absolute_path(' ~ sql_text(data_root()) ~ ')')[0][0] -%}
        {%- do check_one_root_per_warehouse(root, manifest) -%}
        {%- if flags.WHICH != 'test' -%}
            insert into build.runs (invocation_id, started_at_utc, data_root, is_simulated, manifest_sha256, command_line_vars)
            values (
                {{ sql_text(invocation_id) }},
                {{ sql_text(run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f')) }},
                {{ sql_text(root) }},
                {{ manifest.is_simulated }},
                {{ sql_text(manifest.sha256) if manifest.sha256 else 'null' }},
                {{ sql_text(tojson(invocation_args_dict.get('vars') or {})) }}
            )
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
