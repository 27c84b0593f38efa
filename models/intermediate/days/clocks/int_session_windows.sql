-- The windows in which the newest days are judged, and all before them in the same way: of 20 sessions every five, the
-- last 15, 60 and 200, and each year. All are counted back from the newest session. A fault that is 15 sessions old has
-- the last 15 for itself.
with

sessions as (

    select
        trade_date,
        row_number() over (order by trade_date desc) as age
    from {{ ref('int_market_days') }}
    where is_over

),

members as (

    select
        trade_date,
        20 as n_sessions,
        unnest(range(greatest(0, (age - 16) // 5), (age - 1) // 5 + 1)) as place
    from sessions
    union all
    select
        sessions.trade_date,
        spans.n_sessions,
        0 as place
    from sessions
    inner join (values (15), (60), (200)) as spans (n_sessions) on sessions.age <= spans.n_sessions
    union all
    select
        trade_date,
        null as n_sessions,
        year(trade_date) as place
    from sessions

),

final as (

    select
        coalesce(
            n_sessions || ' sessions to ' || max(trade_date) over (partition by n_sessions, place),
            cast(place as varchar)
        ) as span,
        cast(n_sessions as integer) as n_sessions,
        trade_date
    from members

)

select * from final
