-- What arrived and was not used, and from which file?
-- Read it: one line per file and reason, the largest share first; no line means that every bar that arrived was usable.
select
    file,
    reason,
    n_rows,
    round(100 * share_of_file, 3) as share_of_file_pct
from {{ ref('rpt_quarantine_summary') }}
order by share_of_file desc, file asc, reason asc
