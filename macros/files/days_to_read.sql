{#-
    A model that a table with a partition a day is made of, on the days that a run makes. On DuckDB that table is made whole, and
    who is kept there asks is_day_to_make().
-#}
{% macro days_to_read(relation) -%}
    {{- return(adapter.dispatch('days_to_read', 'stockbond')(relation)) -}}
{%- endmacro %}

{% macro duckdb__days_to_read(relation) -%}
    {{ relation }}
{%- endmacro %}

{% macro spark__days_to_read(relation) -%}
    (
        select * from {{ relation }}
        where session.days_to_make is null or array_contains(session.days_to_make, trade_date)
    )
{%- endmacro %}
