{#- How many of a session's whole intervals are over at the moment that a build speaks of: all, once it has ended. -#}
{% macro intervals_over() -%}
    cast(least(n_intervals, greatest(
            0, date_diff('minute', session_open_at_utc, {{ as_of_at_utc() }}) // {{ var('interval_minutes') }}
        )) as smallint)
{%- endmacro %}
