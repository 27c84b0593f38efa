{#- Where the pairs stand: in their seed or, on Spark, in the table that STOCKBOND_SPARK_PAIRS names. -#}
{% macro pairs_or_given(seed) -%}
    {{- return(adapter.dispatch('pairs_or_given', 'stockbond')(seed)) -}}
{%- endmacro %}

{% macro duckdb__pairs_or_given(seed) -%}
    {{ seed }}
{%- endmacro %}

{% macro spark__pairs_or_given(seed) -%}
    {{ given_pairs() or seed }}
{%- endmacro %}
