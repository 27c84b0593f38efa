{#- What is counted of the bars of a contract's day, and their closes as a list beside that of their minutes. -#}
{% macro day_aggregates() -%}
    count(case when is_sound then 1 end) as n_sound,
        count(case when is_in_session then 1 end) as n_bars,
        count(case when is_in_session then volume end) as n_volumes,
        sum(case when is_in_session then volume end) as session_volume,
        min_by(open, minute_since_open) as first_open,
        cast(min(minute_since_open) - any_value(open_minute_utc) as smallint) as first_open_minute,
        any_value(vector_open_minute_utc) as vector_open_minute_utc,
        {{ minutes_and_closes() }}
{%- endmacro %}
