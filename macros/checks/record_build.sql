{#-
    on-run-end: write down how the run ended. A whole build ran every model, seed and test of the project on
    all rows; publish takes nothing else.
-#}
{% macro record_build(results) -%}
    {{- return(adapter.dispatch('record_build', 'stockbond')(results)) -}}
{%- endmacro %}

{% macro duckdb__record_build(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {%- set ran = results | map(attribute='node.unique_id') | list -%}
        {%- set left_out = [] -%}
        {%- for node in graph.nodes.values()
            if node.resource_type in ['model', 'seed', 'test'] and node.config.materialized != 'ephemeral'
            and node.unique_id not in ran -%}
            {%- do left_out.append(node.unique_id) -%}
        {%- endfor -%}
        {%- set bad = results | map(attribute='status') | map('string') | reject('in', ['success', 'pass', 'warn', 'no-op']) | list -%}
        update build.runs set
            completed_at_utc = {{ sql_text(modules.datetime.datetime.now(modules.pytz.utc).strftime('%Y-%m-%d %H:%M:%S.%f')) }},
            is_whole_build = {{ not left_out and not invocation_args_dict.get('empty') }},
            is_success = {{ not bad }}
        where invocation_id = {{ sql_text(invocation_id) }}
    {%- endif -%}
{%- endmacro %}

{#- The build that takes Spark's tables in writes down both. -#}
{% macro spark__record_build(results) -%}
{%- endmacro %}
