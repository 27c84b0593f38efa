-- What a contract's day consists of, before any price is placed on a grid: one pass over all bars that tells which
-- days hold a bar twice, which have a bar on every five-minute mark from the open to the close, and the day's volume.
with

sessions as (

    select * from {{ ref('int_session_minutes') }}

),

bars as (

    select * from {{ ref('int_bars_session') }} where coalesce(exclusion, 'outside_session') = 'outside_session'

),

days as (

    select
        contract_id,
        bar_date,
        count(*) > {{ count_distinct_minutes('end_minute') }} as has_copies,
        count(*) filter (where exclusion is null) as n_bars,
        count(grid_point) as n_grid_points,
        sum(volume) filter (where exclusion is null) as session_volume
    from bars
    group by all

),

final as (

    select
        days.*,
        sessions.n_intervals,
        coalesce(days.n_grid_points = sessions.n_intervals + 1 and not days.has_copies, false) as is_whole
    from days
    left join sessions on days.bar_date = sessions.trade_date

)

select * from final
