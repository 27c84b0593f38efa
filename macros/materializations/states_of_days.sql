{#-
    A query of one hash a day of the rows of a relation (input, trade_date, state). On DuckDB it is taken once in a run, and
    stands in build.days_read, or twice where two models ask for it at once: rows are only added, so neither stops the other.
-#}
{% macro states_of_days(name, relation) -%}
    {{- return(adapter.dispatch('states_of_days', 'stockbond')(name, relation)) -}}
{%- endmacro %}

{% macro duckdb__states_of_days(name, relation) -%}
    {%- if not query_rows('select count(*) from build.days_read where input = ' ~ name)[0][0] -%}
        {%- do query_rows(
            'insert into build.days_read select ' ~ name ~ ', trade_date, hash(count(*), ' ~ sum_of_hashes() ~ ')'
            ~ ' from ' ~ relation ~ ' as row_of group by trade_date'
        ) -%}
    {%- endif -%}
    {{- return('select distinct input, trade_date, state from build.days_read where input = ' ~ name) -}}
{%- endmacro %}

{% macro spark__states_of_days(name, relation) -%}
    {{- return(
        'select ' ~ name ~ " as input, trade_date, concat(count(*), ' ', " ~ sum_of_hashes() ~ ') as state'
        ~ ' from ' ~ relation ~ ' as row_of group by trade_date'
    ) -}}
{%- endmacro %}
