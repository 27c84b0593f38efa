-- What did the key assets do on safety and risky days?
-- Read it: printed rows of table 2, estimate with its t statistic; an empty cell has its reason beside it.
select
    panel_label,
    row_label,
    unit,
    round(spx, 2) as spx,
    round(spx_t_stat, 2) as spx_t_stat,
    round(ust, 2) as ust,
    round(ust_t_stat, 2) as ust_t_stat,
    null_reason
from {{ ref('rpt_t02_key_assets') }}
where sample = 'full'
order by panel_label, row_number
