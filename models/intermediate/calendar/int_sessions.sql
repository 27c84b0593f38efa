{{ config(post_hook = "{{ check_sessions_follow_vars(this) }}") }}

-- The session, one fact for all, and the facts of its day: where it lies in the UTC day, how many minutes and whole
-- intervals it has. It is cut in New York time once a day instead of once a bar, and never crosses midnight UTC: a bar
-- finds its session by its UTC date and its place in it by integer minutes.
{% set n_minutes = minutes_between('session_open_at_utc', 'session_close_at_utc') -%}
with

sessions as (

    select * from {{ ref('nyse_sessions') }}

),

final as (

    select
        trade_date,
        cast(row_number() over (order by trade_date) as integer) as session_number,
        lag(trade_date) over (order by trade_date) as previous_trade_date,
        session_open_at_utc,
        session_close_at_utc,
        is_early_close,
        is_sifma_holiday,
        trade_date = max(trade_date) over (partition by date_trunc('month', trade_date)) as is_month_end,
        trade_date = max(trade_date) over (partition by date_trunc('quarter', trade_date)) as is_quarter_end,
        {{ minute_of_day('session_open_at_utc') }} as open_minute_utc,
        {{ minute_of_day(new_york_time_in_utc('trade_date', var('vector_open'))) }} as vector_open_minute_utc,
        cast({{ n_minutes }} as smallint) as n_minutes,
        cast(
            {{ quotient(n_minutes, var('interval_minutes')) }} as smallint
        ) as n_intervals
    from sessions

)

select * from final
