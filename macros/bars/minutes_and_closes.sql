{#- The minutes of a day's bars, NULL where one is not sound, and their closes: two lists. -#}
{% macro minutes_and_closes() -%}
    {{- return(adapter.dispatch('minutes_and_closes', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__minutes_and_closes() -%}
    list(case when is_sound then start_minute end) as start_minutes,
        list(close) as closes
{%- endmacro %}

{#- Rows come in no order: they are put in that of their minutes. -#}
{% macro spark__minutes_and_closes() -%}
    {%- set bars -%}
        array_sort(collect_list(named_struct('minute', case when is_sound then start_minute end, 'close', close)))
    {%- endset -%}
    {{ bars }}.minute as start_minutes,
        {{ bars }}.close as closes
{%- endmacro %}
