{#- Spark's name of the pairs that STOCKBOND_SPARK_PAIRS gives, a table or a file's path; empty where it gives none. -#}
{% macro given_pairs() -%}
    {%- set given = env_var('STOCKBOND_SPARK_PAIRS', '') -%}
    {{- return('landing.given_pairs' if '/' in given else given) -}}
{%- endmacro %}
