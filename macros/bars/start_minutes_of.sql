{#- The minutes of the UTC day on which a piece's sound bars start: where none is missing only the first one is kept. -#}
{% macro start_minutes_of(piece) -%}
    coalesce(
            {{ piece }}.start_minutes,
            cast(range({{ piece }}.first_minute, {{ piece }}.first_minute + {{ piece }}.n_sound) as smallint [])
        )
{%- endmacro %}
