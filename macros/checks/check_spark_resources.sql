{#- Stops a run on Spark that was asked for more than the bar path (tag bar_path): the rest is small, and DuckDB's. -#}
{% macro check_spark_resources() -%}
    {%- set others = [] -%}
    {%- for id in selected_resources if 'bar_path' not in (graph.nodes[id].tags if id in graph.nodes else []) -%}
        {%- do others.append(id) -%}
    {%- endfor -%}
    {%- if others -%}
        {%- do stop(
            'Spark makes the bar path; this run was asked for more.', others,
            'add `--selector bar_path`, and build the rest on DuckDB.'
        ) -%}
    {%- endif -%}
    {%- if var('leave_out_price_outliers') -%}
        {%- do stop(
            'Price outliers are found by DuckDB alone.', ['found: leave_out_price_outliers is true'],
            'build on DuckDB, or leave the var out.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
