-- How far each session was at the moment that the build speaks of.
with

sessions as (

    select * from {{ ref('int_sessions') }}

),

final as (

    select
        trade_date,
        session_close_at_utc <= {{ as_of_at_utc() }} as is_over,
        cast(least(n_intervals, greatest(
            0, {{ quotient(minutes_between('session_open_at_utc', as_of_at_utc()), var('interval_minutes')) }}
        )) as smallint) as n_intervals_over
    from sessions

)

select * from final
