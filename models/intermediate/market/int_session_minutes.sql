-- The session cut in New York time, once a day instead of once a bar: 09:30-16:00 New York never crosses
-- midnight UTC, so a bar finds its session by its UTC date and its place in it by integer minutes.
with

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

final as (

    select
        trade_date,
        lag(trade_date) over (order by trade_date) as previous_trade_date,
        session_open_at_utc,
        is_early_close,
        {{ minute_of_day('session_open_at_utc') }} as open_minute_utc,
        cast(date_diff('minute', session_open_at_utc, session_close_at_utc) as smallint) as n_minutes,
        cast(
            date_diff('minute', session_open_at_utc, session_close_at_utc) // {{ var('interval_minutes') }} as smallint
        ) as n_intervals
    from trading_days

)

select * from final
