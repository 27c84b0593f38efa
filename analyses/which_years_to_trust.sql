-- Which years rest on good data?
-- Read it: a year with few days with a correlation, many stand-in days or a large share of quarantined bars says less.
-- Uncertain labels are days whose true correlation may well lie on another side of a threshold: one in five is usual.
select
    year,
    n_sessions,
    n_days_with_correlation,
    n_sessions - n_days_with_correlation - n_days_early_close as n_days_lost,
    n_stand_in_days,
    round(100 * n_bars_quarantined / nullif(n_bars + n_bars_quarantined, 0), 2) as quarantined_pct,
    round(100 * n_uncertain_labels / nullif(n_days_with_correlation, 0), 1) as uncertain_labels_pct
from {{ ref('rpt_data_quality_by_year') }}
order by year
