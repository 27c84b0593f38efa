-- One row per series and year with observations of its own.
with observations as (
    select
        series_id,
        trade_date,
        value,
        value / nullif(lag(value) over by_date, 0) as ratio,
        row_number() over by_date - row_number() over (partition by series_id, value order by trade_date) as run
    from marts.fct_macro_daily
    where is_own_observation
    window by_date as (partition by series_id order by trade_date)
),

runs as (
    select
        *,
        count(*) over (partition by series_id, value, run) as run_length
    from observations
)

select
    series_id || ' ' || year(trade_date) as label,
    series_id,
    regexp_matches(series_id, '^DGS[0-9]+$') as is_par_yield,
    count(*) as n_days,
    max(run_length) as longest_run,
    min(value) as lowest,
    max(value) as highest,
    max(ratio) as largest_ratio,
    min(ratio) as smallest_ratio
from runs
group by series_id, year(trade_date)
order by label
