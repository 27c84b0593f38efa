{{ config(materialized='by_day') }}

-- What a day may belong to: a contract or a continuous series of a vendor with bars in the session, in the one bar
-- length that counts, and its prices on the grid.
with

contract_days as (

    select * from {{ ref('int_contract_days') }} where {{ is_day_to_make() }}

),

sessions as (

    -- Of a session that is not over only the intervals that are.
    select
        sessions.* {{ exclude('n_intervals') }},
        progress.n_intervals_over as n_intervals
    from {{ ref('int_sessions') }} as sessions
    inner join {{ ref('int_session_progress') }} as progress using (trade_date)

),

placed as (

    select
        contract_days.*,
        sessions.n_intervals,
        sessions.n_minutes,
        -- Counted from the first of the prices.
        sessions.open_minute_utc - sessions.vector_open_minute_utc - contract_days.prices_at as open_at
    from contract_days
    inner join sessions using (trade_date)

),

gridded as (

    select
        * {{ exclude(
            'prices, prices_at, first_open, first_open_minute, n_bars, n_volumes, session_volume, n_minutes, open_at'
        ) }},
        -- Not known where a bar of the session lacks its volume, or all have none.
        case when n_volumes = n_bars and session_volume > 0 then session_volume end as known_volume,
        {{ prices_on_grid('prices', 'open_at', 'n_intervals', 'first_open', 'first_open_minute') }} as grid_prices,
        {{ closing_price('prices', 'open_at + n_minutes') }} as closing_price
    from placed

),

counted as (

    select
        *,
        {{ list_count('grid_prices') }} as n_grid_points,
        {{ count_returns('grid_prices') }} as n_returns
    from gridded

),

-- Most days have one length. Of several the finest counts whose grid is as good as the best one's, but for two points.
several as (

    select
        instrument,
        vendor,
        series,
        trade_date,
        max(n_grid_points) - 2 as n_points_enough
    from counted
    group by instrument, vendor, series, trade_date
    having count(*) > 1

),

finest as (

    select
        instrument,
        vendor,
        series,
        trade_date,
        min(bar_minutes) as bar_minutes
    from counted
    inner join several using (instrument, vendor, series, trade_date)
    where n_grid_points >= n_points_enough
    group by instrument, vendor, series, trade_date

),

final as (

    select
        counted.* {{ exclude('n_intervals') }},
        not coalesce({{ too_few_intervals('counted.n_returns', 'counted.n_intervals') }}, true) as is_serving
    from counted
    left join finest using (instrument, vendor, series, trade_date)
    where coalesce(finest.bar_minutes, counted.bar_minutes) = counted.bar_minutes

)

select * from final
