-- One row per comparison of a leg with another source, and year.
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
)

select
    comparison || ' ' || year(trade_date) as label,
    comparison,
    count(x + y) as n_days,
    corr(x, y) as correlation
from compared
group by all
having count(x + y) > 2 and stddev_pop(x) > 0 and stddev_pop(y) > 0
order by label
