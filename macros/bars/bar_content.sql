{#- A bar as it was read, as text: what the quarantine keeps of it, and what tells copies from contradictions. -#}
{% macro bar_content() -%}
    {{- return(adapter.dispatch('bar_content', 'stockbond')()) -}}
{%- endmacro %}

{% macro default__bar_content() -%}
    cast(to_json(struct_pack(bar_start_at_utc, bar_minutes, open, high, low, close, volume)) as varchar)
{%- endmacro %}

{#- What is no number stands without quotes, as in DuckDB. -#}
{% macro spark__bar_content() -%}
    regexp_replace(
        to_json(
            struct(cast(bar_start_at_utc as string) as bar_start_at_utc, bar_minutes, open, high, low, close, volume),
            map('ignoreNullFields', 'false')
        ),
        ':"(-?Infinity|NaN)"', ':$1'
    )
{%- endmacro %}
