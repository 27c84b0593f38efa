-- One row per pair and year.
with years as (
    select
        pair_id,
        year(trade_date) as year,
        count(realized_correlation) as n_days,
        count(realized_correlation) / count(*) as share_with_correlation,
        quantile_cont(realized_correlation, 0.2) as p20,
        median(realized_correlation) as median,
        quantile_cont(realized_correlation, 0.8) as p80,
        stddev_samp(realized_correlation) as std
    from marts.fct_realized_correlation_daily
    group by pair_id, year(trade_date)
)

select
    pair_id || ' ' || year as label,
    *,
    greatest(
        n_days,
        coalesce(lag(n_days) over (partition by pair_id order by year), 0),
        coalesce(lead(n_days) over (partition by pair_id order by year), 0)
    ) as n_days_around
from years
order by pair_id, year
