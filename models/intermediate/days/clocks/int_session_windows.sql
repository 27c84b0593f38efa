-- The windows in which the newest days are judged, and all before them in the same way: of 20 sessions every five, the
-- last 60 and 200, and each year. All are counted back from the newest session.
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
        trade_date,
        60 as n_sessions,
        0 as place
    from sessions
    where age <= 60
    union all
    select
        trade_date,
        200 as n_sessions,
        0 as place
    from sessions
    where age <= 200
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
