-- What a contract's day consists of, before any price is placed on a grid: one pass over all bars that tells which
-- days hold a bar twice, which have a bar on every five-minute mark, and the day's volume and price at the open.
{% set interval = var('interval_minutes') %}

with

sessions as (

    select * from {{ ref('int_session_minutes') }}

),

bars as (

    select * from {{ ref('int_bars_session') }} where coalesce(exclusion, 'outside_session') = 'outside_session'

),

hours as (

    select
        contract_id,
        bar_date,
        (end_minute + 1440) // 60 as bar_hour,
        count(*) > {{ count_minutes_of_hour('end_minute') }} as has_copies,
        count(*) filter (where exclusion is null) as n_bars,
        count(*) filter (
            where exclusion is null and end_minute > 0 and end_minute % {{ interval }} = 0
        ) as n_marks,
        sum(volume) filter (where exclusion is null) as session_volume
    from bars
    group by all

),

days as (

    select
        contract_id,
        bar_date,
        bool_or(has_copies) as has_copies,
        cast(sum(n_bars) as bigint) as n_bars,
        cast(sum(n_marks) as bigint) as n_marks,
        sum(session_volume) as session_volume
    from hours
    group by all

),

openings as (

    select
        contract_id,
        bar_date,
        {{ opening_grid_price() }} as opening_grid_price
    from bars
    where exclusion is null and end_minute < {{ 2 * interval }}
    group by all

),

final as (

    select
        days.*,
        openings.opening_grid_price,
        sessions.n_intervals,
        coalesce(days.n_marks = sessions.n_intervals and not days.has_copies, false) as is_whole
    from days
    left join openings using (contract_id, bar_date)
    left join sessions on days.bar_date = sessions.trade_date

)

select * from final
