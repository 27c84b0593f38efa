{#-
    The working file must not hold tables of two data roots. A run that builds every model replaces them all;
    any other run must read the root that the last run read.
-#}
{% macro check_one_root_per_warehouse(root, manifest) -%}
    {%- set models = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- do models.append(node.unique_id) -%}
    {%- endfor -%}
    {%- set replaces_all = flags.WHICH in ['build', 'run'] and not models | reject('in', selected_resources) | list -%}
    {%- set last = query_rows(
        'select data_root, is_simulated from build.runs order by started_at_utc desc limit 1'
    ) -%}
    {%- if last and not replaces_all and flags.WHICH != 'seed'
        and (last[0][0] != root or last[0][1] != manifest.is_simulated) -%}
        {%- do stop(
            'This run would mix two data roots in one working file.',
            ['the file was built from ' ~ last[0][0] ~ (' (simulated)' if last[0][1] else ' (real)'),
             'this run reads        ' ~ root ~ (' (simulated)' if manifest.is_simulated else ' (real)')
             ~ ' and selects only part of the project'],
            'build everything (`stockbond build`), or set STOCKBOND_WAREHOUSE to a working file of its own.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
