{#- The trades of a day's session, of the bars that were made of trades. -#}
{% macro ticks_in_order() -%}
    {{- return(adapter.dispatch('ticks_in_order', 'stockbond')()) -}}
{%- endmacro %}

{% macro duckdb__ticks_in_order() -%}
    flatten(
            list(ticks order by bar_start_at_utc) filter (where is_in_session and ticks is not null)
        )
{%- endmacro %}

{#- Trades are read by DuckDB alone. -#}
{% macro spark__ticks_in_order() -%}
    any_value(ticks)
{%- endmacro %}
