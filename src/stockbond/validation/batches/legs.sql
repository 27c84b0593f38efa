-- One row per comparison of a leg with another source, and window of sessions (as `windows`). Correlations are of ranks
-- (Spearman), for one jump in twenty days must not decide. Of few days one is not known well: bounds are for what it may
-- be at most or at least, by two standard errors of its z (Fieller, Hartley and Pearson 1957).
with returns as (
    select
        trade_date,
        instrument,
        log_return
    from marts.fct_daily_returns
),

changes as (
    select
        trade_date,
        series_id,
        change
    from marts.fct_macro_daily
),

compared as (
    select
        'ES with VIX' as comparison,
        trade_date,
        returns.log_return as x,
        changes.change as y
    from returns
    inner join changes using (trade_date)
    where returns.instrument = 'ES' and changes.series_id = 'VIX'
    union all
    select
        'TY with DGS10',
        trade_date,
        returns.log_return,
        changes.change
    from returns
    inner join changes using (trade_date)
    where returns.instrument = 'TY' and changes.series_id = 'DGS10'
    union all
    select
        'USD with DEXUSEU',
        trade_date,
        returns.log_return,
        changes.change
    from returns
    inner join changes using (trade_date)
    where returns.instrument = 'USD' and changes.series_id = 'DEXUSEU'
    union all
    select
        'TY with TU',
        trade_date,
        notes.log_return,
        short_notes.log_return
    from returns as notes
    inner join returns as short_notes using (trade_date)
    where notes.instrument = 'TY' and short_notes.instrument = 'TU'
),

ranked as (
    select
        compared.comparison,
        windows.span,
        windows.n_sessions,
        compared.trade_date,
        rank() over (by_window order by compared.x)
        + (count(*) over (partition by compared.comparison, windows.span, compared.x) - 1) / 2 as rank_x,
        rank() over (by_window order by compared.y)
        + (count(*) over (partition by compared.comparison, windows.span, compared.y) - 1) / 2 as rank_y
    from compared
    inner join intermediate.int_session_windows as windows using (trade_date)
    where compared.x is not null and compared.y is not null
    window by_window as (partition by compared.comparison, windows.span)
),

measured as (
    select
        comparison,
        span,
        n_sessions,
        max(trade_date) as last_day,
        count(*) as n_days,
        corr(rank_x, rank_y) as correlation,
        atanh(greatest(-0.9999, least(0.9999, correlation))) as z,
        2 * sqrt(1.06 / (n_days - 3)) as two_errors
    from ranked
    group by comparison, span, n_sessions
    having n_days >= 10 and stddev_pop(rank_x) > 0 and stddev_pop(rank_y) > 0
)

select
    comparison || ' ' || span as label,
    comparison,
    n_sessions,
    n_days,
    correlation,
    tanh(z - two_errors) as correlation_at_least,
    tanh(z + two_errors) as correlation_at_most
from measured
order by comparison, last_day desc, n_sessions
