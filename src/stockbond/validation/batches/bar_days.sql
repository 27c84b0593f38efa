-- One row per instrument and year with bars.
with days as (
    select
        instruments.instrument,
        vectors.trade_date,
        year(vectors.trade_date) as year,
        sessions.session_number,
        sessions.is_early_close,
        vectors.n_returns,
        vectors.returns,
        list_filter(vectors.returns, lambda r: r is not null) as present,
        volatility.realized_volatility_pct
    from intermediate.int_day_vectors as vectors
    inner join seeds.instruments as instruments using (instrument_id)
    inner join marts.dim_trading_days as sessions using (trade_date)
    left join marts.fct_realized_volatility_daily as volatility
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
        and n_returns >= 30 and list_max(present) > list_min(present) as is_repeated,
        list_dot_product(list_filter(returns[:6], lambda r: r is not null), list_filter(returns[:6], lambda r: r is not null))
            as variance_at_open,
        list_dot_product(list_filter(returns[31:48], lambda r: r is not null), list_filter(returns[31:48], lambda r: r is not null))
            as variance_at_noon
    from days
),

years as (
    select
        instrument,
        year,
        count(*) as n_days,
        avg(cast(returns[1] is not null and returns[-1] is not null as double)) filter (where not is_early_close)
            as share_with_both_ends,
        median(n_returns) filter (where not is_early_close) as median_intervals,
        avg(cast(is_flat as double)) as share_flat,
        max(largest_return) as largest_return,
        count(*) filter (where is_repeated) as n_repeated_days,
        coalesce(max(gap_before), 0) as longest_gap,
        -- Thirty minutes at the open against ninety at noon, a minute each.
        3 * sum(variance_at_open) / nullif(sum(variance_at_noon), 0) as open_to_noon,
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
