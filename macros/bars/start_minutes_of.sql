{#- The minutes of the UTC day on which a piece's sound bars start: where none is missing only the first one is kept. -#}
{% macro start_minutes_of(piece) -%}
    {{- return(adapter.dispatch('start_minutes_of', 'stockbond')(piece)) -}}
{%- endmacro %}

{% macro duckdb__start_minutes_of(piece) -%}
    coalesce(
            {{ piece }}.start_minutes,
            cast(range({{ piece }}.first_minute, {{ piece }}.first_minute + {{ piece }}.n_sound) as smallint [])
        )
{%- endmacro %}

{% macro spark__start_minutes_of(piece) -%}
    coalesce(
            {{ piece }}.start_minutes,
            cast(sequence(
                cast({{ piece }}.first_minute as bigint), {{ piece }}.first_minute + {{ piece }}.n_sound - 1
            ) as array<smallint>)
        )
{%- endmacro %}
