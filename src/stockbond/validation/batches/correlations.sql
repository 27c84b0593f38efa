-- One row per pair and window of sessions (as `windows`).
with measured as (
    select
        days.pair_id,
        windows.span,
        windows.n_sessions,
        min(days.trade_date) as first_day,
        count(days.realized_correlation) as n_days,
        count(days.realized_correlation) / count(*) as share_with_correlation,
        quantile_cont(days.realized_correlation, 0.2) as p20,
        median(days.realized_correlation) as median,
        quantile_cont(days.realized_correlation, 0.8) as p80,
        stddev_samp(days.realized_correlation) as std
    from marts.fct_realized_correlation_daily as days
    inner join intermediate.int_session_windows as windows using (trade_date)
    group by days.pair_id, windows.span, windows.n_sessions
)

select
    pair_id || ' ' || span as label,
    *,
    -- Of a year, or of the one before or after it.
    case
        when n_sessions is null
            then greatest(n_days, coalesce(lag(n_days) over years, 0), coalesce(lead(n_days) over years, 0))
    end as n_days_around
from measured
window years as (partition by pair_id, n_sessions order by first_day)
order by pair_id, first_day desc
