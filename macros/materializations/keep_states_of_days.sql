{#- One hash a day of the rows of a relation, taken once in a run, in build.days_read. -#}
{% macro keep_states_of_days(name, relation) -%}
    {%- set run = sql_text(invocation_id) -%}
    {%- if not query_rows('select count(*) from build.days_read where input = ' ~ name ~ ' and run = ' ~ run)[0][0] -%}
        {%- do query_rows('delete from build.days_read where input = ' ~ name) -%}
        {%- do query_rows(
            'insert into build.days_read select ' ~ name ~ ', ' ~ run ~ ', trade_date, hash(count(*), ' ~ sum_of_hashes() ~ ')'
            ~ ' from ' ~ relation ~ ' as row_of group by trade_date'
        ) -%}
    {%- endif -%}
{%- endmacro %}
