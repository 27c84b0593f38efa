-- One row per pair and year.
select
    pair_id || ' ' || year(trade_date) as label,
    pair_id,
    count(realized_correlation) as n_days,
    count(realized_correlation) / count(*) as share_with_correlation,
    quantile_cont(realized_correlation, 0.2) as p20,
    median(realized_correlation) as median,
    quantile_cont(realized_correlation, 0.8) as p80,
    stddev_samp(realized_correlation) as std
from marts.fct_realized_correlation_daily
group by pair_id, year(trade_date)
order by label
