{#- The layouts that files of the data root have, with the words of seed bar_formats; none before the preflight has looked. -#}
{% macro landed_formats() -%}
    {{- return(adapter.dispatch('landed_formats', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__landed_formats() -%}
    {%- if not execute or not load_relation(api.Relation.create(database=target.database, schema='build', identifier='landing_files')) -%}
        {{- return([]) -}}
    {%- endif -%}
    {%- set landed = query_rows('select distinct format from build.landing_files where format is not null') | map('first') | list -%}
    {{- return(bar_formats().formats | selectattr('format', 'in', landed) | list) -}}
{%- endmacro %}

{#-
    Those that Spark reads; the preflight has stopped at files of others. A vendor's names of contracts are told by the roots that
    we know, the longest first.
-#}
{% macro spark__landed_formats() -%}
    {%- set formats = [] -%}
    {%- if execute -%}
        {%- for format in spark_formats() if load_relation(source_of_format(format)) -%}
            {%- if format.name -%}
                {%- do format.update({'roots': query_rows(
                    'select spelling from seeds.contract_roots order by length(spelling) desc, spelling'
                ) | map('first') | list}) -%}
            {%- endif -%}
            {%- do formats.append(format) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(formats) -}}
{%- endmacro %}
