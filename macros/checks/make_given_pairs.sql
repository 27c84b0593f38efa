{#-
    A pre-hook on Spark: a file of pairs, CSV with a header or Parquet, becomes a table. Stops at pairs of no use, for data tests
    are DuckDB's, and a join would pass over them in silence.
-#}
{% macro make_given_pairs() -%}
    {{- return(adapter.dispatch('make_given_pairs', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__make_given_pairs() -%}
{%- endmacro %}

{% macro spark__make_given_pairs() -%}
    {%- set pairs = given_pairs() -%}
    {%- if execute and pairs -%}
        {%- set given = env_var('STOCKBOND_SPARK_PAIRS') -%}
        {%- if '/' in given -%}
            {%- do query_rows('drop table if exists ' ~ pairs) -%}
            {%- do query_rows(
                'create table ' ~ pairs ~ ' using ' ~ ('csv' if given.endswith('.csv') else 'parquet')
                ~ " options (path " ~ text_literal(given) ~ ", header 'true')"
            ) -%}
        {%- endif -%}
        {%- set faults = query_rows(
            "select concat_ws(', ', pairs.pair_id, pairs.instrument_a, pairs.instrument_b)"
            ~ ' from (select *, count(*) over (partition by pair_id) as n_of_id from ' ~ pairs ~ ') as pairs'
            ~ ' left join seeds.instruments as leg_a on pairs.instrument_a = leg_a.instrument'
            ~ ' left join seeds.instruments as leg_b on pairs.instrument_b = leg_b.instrument'
            ~ ' where n_of_id > 1 or pair_id is null or leg_a.instrument is null or leg_b.instrument is null order by 1 limit 100'
        ) -%}
        {%- if faults -%}
            {%- do stop(
                given ~ ' has pairs that stand twice, have no name, or are of instruments that seed instruments lacks.',
                faults | map('first') | list,
                'give each pair one row with a `pair_id` of its own, and each instrument a row of the seed (docs/SCALING.md).'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
