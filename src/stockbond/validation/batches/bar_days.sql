-- One row per instrument and year with bars. Half an hour from the open and noon (12:00 to 13:30 New York) are counted in
-- the release's own intervals.
with session as (
    select
        30 // interval_minutes as n_at_open,
        case when open_minute <= 720 then (720 - open_minute) // interval_minutes + 1 end as noon_begins,
        (810 - open_minute) // interval_minutes as noon_ends
    from (
        select
            interval_minutes,
            date_diff('minute', time '00:00', cast(session_open as time)) as open_minute
        from build.runs
        order by started_at_utc desc
        limit 1
    )
),

days as (
    select
        instruments.instrument,
        vectors.trade_date,
        year(vectors.trade_date) as year,
        sessions.session_number,
        sessions.is_early_close,
        vectors.n_returns,
        vectors.n_returns / calendar.n_intervals as share_of_intervals,
        vectors.returns,
        list_filter(vectors.returns, lambda r: r is not null) as present,
        volatility.realized_volatility_pct
    from intermediate.int_day_vectors as vectors
    inner join seeds.instruments as instruments using (instrument_id)
    inner join marts.dim_trading_days as sessions using (trade_date)
    inner join intermediate.int_sessions as calendar using (trade_date)
    -- Days that are over have a row.
    inner join marts.fct_realized_volatility_daily as volatility
        on instruments.instrument = volatility.instrument and vectors.trade_date = volatility.trade_date
),

measured as (
    select
        *,
        session_number - lag(session_number) over (partition by instrument order by trade_date) - 1 as gap_before,
        list_max(list_transform(present, lambda r: abs(r))) as largest_return,
        list_max(present) = list_min(present) as is_flat,
        -- The same returns on another day: one delivered twice, under two dates.
        count(*) over (partition by instrument, hash(returns)) > 1
        and share_of_intervals >= 5 / 13 and list_max(present) > list_min(present) as is_repeated,
        list_sum(list_transform(returns[:n_at_open], lambda r: r * r)) / n_at_open as variance_at_open,
        list_sum(list_transform(returns[noon_begins:noon_ends], lambda r: r * r)) / (noon_ends - noon_begins + 1)
            as variance_at_noon
    from days
    cross join session
),

years as (
    select
        instrument,
        year,
        count(*) as n_days,
        avg(cast(returns[1] is not null and returns[-1] is not null as double)) filter (where not is_early_close)
            as share_with_both_ends,
        median(share_of_intervals) filter (where not is_early_close) as median_share_of_intervals,
        avg(cast(is_flat as double)) as share_flat,
        max(largest_return) as largest_return,
        count(*) filter (where is_repeated) as n_repeated_days,
        coalesce(max(gap_before), 0) as longest_gap,
        -- Thirty minutes at the open against ninety at noon, an interval each.
        sum(variance_at_open) / nullif(sum(variance_at_noon), 0) as open_to_noon,
        median(realized_volatility_pct) as median_volatility
    from measured
    group by instrument, year
)

select
    instrument || ' ' || year as label,
    instrument as leg,
    *,
    greatest(
        n_days,
        coalesce(lag(n_days) over (partition by instrument order by year), 0),
        coalesce(lead(n_days) over (partition by instrument order by year), 0)
    ) as n_days_around
from years
order by instrument, year
