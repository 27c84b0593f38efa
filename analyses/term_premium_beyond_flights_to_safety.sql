-- Does the term premium move on safety and risky days beyond flights to safety, the Fed and stock returns?
-- Read it: one line per regressor, estimate in bp a day with its t statistic; column 1 has the types of day alone,
-- column 5 everything (2 to 4 add one block each). The type of day matters beyond the rest if it survives in 5.
select
    panel_label,
    row_label,
    round(column_1, 2) as column_1,
    round(column_1_t_stat, 2) as t_1,
    round(column_5, 2) as column_5,
    round(column_5_t_stat, 2) as t_5,
    null_reason
from {{ ref('rpt_t07_term_premium') }}
where sample = 'full'
order by panel_label, row_number
