-- One row per comparison of a leg with another source, and window of sessions (as `windows`). Of few days a correlation
-- is not known well: bounds are for what it may be at most or at least, by two standard errors of Fisher's z.
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

measured as (
    select
        compared.comparison,
        windows.span,
        windows.n_sessions,
        max(compared.trade_date) as last_day,
        count(compared.x + compared.y) as n_days,
        corr(compared.x, compared.y) as correlation,
        atanh(greatest(-0.9999, least(0.9999, correlation))) as z,
        2 / sqrt(n_days - 3) as two_errors
    from compared
    inner join intermediate.int_session_windows as windows using (trade_date)
    group by compared.comparison, windows.span, windows.n_sessions
    having n_days >= 10 and stddev_pop(x) > 0 and stddev_pop(y) > 0
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
