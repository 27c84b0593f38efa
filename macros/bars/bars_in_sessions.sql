{#-
    A query of bars with their place in the session of their UTC date: is the bar in it (it starts at or after the open
    and ends by the close), and does it start at or after the open? Expects bar_date, start_minute, bar_minutes, is_sound.
-#}
{% macro bars_in_sessions(bars, sessions) -%}
(
        select
            bars.*,
            sessions.vector_open_minute_utc,
            sessions.open_minute_utc,
            case
                when bars.is_sound and bars.start_minute >= sessions.open_minute_utc then bars.start_minute
            end as minute_since_open,
            bars.is_sound
            and bars.start_minute >= sessions.open_minute_utc
            and bars.start_minute + bars.bar_minutes <= sessions.open_minute_utc + sessions.n_minutes as is_in_session
        from {{ bars }} as bars
        left join {{ sessions }} as sessions on bars.bar_date = sessions.trade_date
    )
{%- endmacro %}
